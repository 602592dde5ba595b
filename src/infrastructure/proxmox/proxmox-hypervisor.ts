import type { GuestRef, GuestSpec, Hypervisor, Stamp, TaskRef } from '../../application/ports/hypervisor.ts';
import { clusterFacts, createGuestApi } from './guest-api.ts';
import { cloneOf, creationOf, diskSizeBytes, settingsOf } from './guest-parameters.ts';
import { createNodeCommands } from './node-commands.ts';
import { assertOurs, occupantOf } from './owned-guest.ts';
import type { Occupant } from './owned-guest.ts';
import { parsePropertyString } from './property-string.ts';
import { createProxmoxClient } from './proxmox-client.ts';
import { hypervisorError, saysNoSuchGuest, saysRejected } from './proxmox-failure.ts';
import type { ProxmoxOptions } from './proxmox-options.ts';
import { releaseSource } from './stale-source-lock.ts';
import { tagsIn } from './stamp.ts';
import { createTaskApi } from './task-api.ts';
import type { GuestConfig } from './wire-schemas.ts';
import { versionReply } from './wire-schemas.ts';

/** Proxmox VE 8.4 to 9.1 over its REST API, and over SSH for what the API can not do. */
export const createProxmoxHypervisor = (options: ProxmoxOptions): Hypervisor => {
  const client = createProxmoxClient(options);
  const guests = createGuestApi(client);
  const tasks = createTaskApi(client);
  const commands = createNodeCommands(options.ssh);

  const occupant = (guest: GuestRef, stamp: Stamp): Promise<Occupant> =>
    occupantOf(guests, options.tokenId, guest, stamp);

  const ownConfig = async (guest: GuestRef, stamp: Stamp): Promise<GuestConfig> => {
    const config = await guests.config(guest);
    assertOurs(guest, config, stamp);
    return config;
  };

  const clearAway = async (guest: GuestRef): Promise<TaskRef> => {
    await commands.unlock(guest);
    return { upid: await guests.remove(guest) };
  };

  /** Turns a power state around, unless it already is as wanted. */
  const power = async (guest: GuestRef, stamp: Stamp, act: 'start' | 'stop'): Promise<TaskRef | undefined> => {
    await ownConfig(guest, stamp);
    if ((await guests.isRunning(guest)) === (act === 'start')) return undefined;
    try {
      return { upid: await guests.power(guest, act) };
    } catch (error) {
      if (saysRejected(error, act === 'start' ? /already running/ : /not running/)) return undefined;
      throw error;
    }
  };

  const assertFree = async ({ guest, stamp }: GuestSpec): Promise<void> => {
    const doing = `create guest ${String(guest.vmid)}`;
    const present = await occupant(guest, stamp);
    switch (present.state) {
      case 'none':
        return;
      case 'whole':
        throw hypervisorError('rejected', doing, `guest ${String(guest.vmid)} is already there`);
      case 'growing':
        throw beingCreated(guest, 'create');
      case 'half-made': {
        await clearAway(present.guest);
        throw hypervisorError('busy', doing, `a half-made guest ${String(guest.vmid)} is being cleared away first`);
      }
    }
  };

  return {
    version: async () => {
      const reply = await client.send({
        method: 'GET',
        path: '/version',
        reply: versionReply,
        doing: 'tell its version',
      });
      return reply.version;
    },

    cluster: async () => clusterFacts(await guests.resources()),

    findStamped: async (guest, stamp) => {
      const present = await occupant(guest, stamp);
      switch (present.state) {
        case 'none':
        case 'half-made':
          return undefined;
        case 'growing':
          throw beingCreated(guest, 'tell about');
        case 'whole':
          return { ...present.facts, status: (await guests.isRunning(present.guest)) ? 'running' : 'stopped' };
      }
    },

    create: async (spec) => {
      const { guest, source } = spec;
      if (guest.kind !== 'lxc' || source.type === 'image') throw notYet(guest);
      await assertFree(spec);
      if (source.type === 'vztmpl') return { upid: await guests.create(guest.node, creationOf(spec, source)) };
      const clone = (): Promise<string> => guests.clone(source, cloneOf(spec, source));
      try {
        return { upid: await clone() };
      } catch (error) {
        if (!(await releaseSource(guests, commands, { kind: 'lxc', ...source }, error))) throw error;
        return { upid: await clone() };
      }
    },

    configure: async (spec) => {
      if (spec.guest.kind !== 'lxc') throw notYet(spec.guest);
      const config = await ownConfig(spec.guest, spec.stamp);
      await guests.setConfig(spec.guest, { ...settingsOf(spec, tagsIn(config.tags)), digest: config.digest });
    },

    growDisk: async (spec) => {
      if (spec.guest.kind !== 'lxc') throw notYet(spec.guest);
      const config = await ownConfig(spec.guest, spec.stamp);
      const size = diskSizeBytes(parsePropertyString(config.rootfs ?? '', 'volume')['size']);
      if (size !== undefined && size >= spec.diskGiB * 2 ** 30) return undefined;
      try {
        return { upid: await guests.resize(spec.guest, { disk: 'rootfs', size: `${String(spec.diskGiB)}G` }) };
      } catch (error) {
        if (saysRejected(error, /disk is already at specified size/)) return undefined;
        throw error;
      }
    },

    start: (guest, stamp) => power(guest, stamp, 'start'),
    stop: (guest, stamp) => power(guest, stamp, 'stop'),

    destroy: async (guest, stamp) => {
      const present = await occupant(guest, stamp);
      switch (present.state) {
        case 'none':
          return undefined;
        case 'growing':
          throw beingCreated(guest, 'destroy');
        case 'half-made':
          return clearAway(present.guest);
        case 'whole':
          try {
            return { upid: await guests.remove(present.guest) };
          } catch (error) {
            if (saysNoSuchGuest(error)) return undefined;
            throw error;
          }
      }
    },

    task: tasks.state,
    taskLog: tasks.log,
    guestAddresses: guests.addresses,
    runInside: commands.runInside,

    close: () => {
      client.close();
      commands.close();
      return Promise.resolve();
    },
  };
};

const notYet = (guest: GuestRef): Error =>
  hypervisorError('rejected', `make machine ${String(guest.vmid)}`, 'virtual machines are not supported yet');

const beingCreated = (guest: GuestRef, act: string): Error =>
  hypervisorError('busy', `${act} guest ${String(guest.vmid)}`, `guest ${String(guest.vmid)} is being created`);

import type { ClusterFacts, GuestRef } from '../../application/ports/hypervisor.ts';
import type { InstanceKind } from '../../domain/instance/instance-events.ts';
import type { Parameters, ProxmoxClient } from './proxmox-client.ts';
import { tagsIn } from './stamp.ts';
import {
  agentInterfacesReply,
  configReply,
  containerInterfacesReply,
  nothingReply,
  resourcesReply,
  statusReply,
  taskListReply,
  upidReply,
} from './wire-schemas.ts';
import type { GuestConfig, ResourceRow } from './wire-schemas.ts';

/** One function per call of the REST API that concerns guests. All throw HypervisorError. */
export type GuestApi = ReturnType<typeof createGuestApi>;

export const createGuestApi = (client: ProxmoxClient) => {
  const create = (node: string, parameters: Parameters): Promise<string> =>
    client.send({
      method: 'POST',
      path: `/nodes/${encodeURIComponent(node)}/lxc`,
      parameters,
      reply: upidReply,
      doing: `create container ${String(parameters['vmid'])}`,
    });

  const clone = (source: Readonly<{ vmid: number; node: string }>, parameters: Parameters): Promise<string> =>
    client.send({
      method: 'POST',
      path: `${pathOf({ ...source, kind: 'lxc' })}/clone`,
      parameters,
      reply: upidReply,
      doing: `clone container ${String(source.vmid)} to ${String(parameters['newid'])}`,
    });

  const config = (guest: GuestRef): Promise<GuestConfig> =>
    client.send({
      method: 'GET',
      path: `${pathOf(guest)}/config`,
      reply: configReply,
      doing: `read the configuration of guest ${String(guest.vmid)}`,
    });

  const setConfig = async (guest: GuestRef, parameters: Parameters): Promise<void> => {
    await client.send({
      method: 'PUT',
      path: `${pathOf(guest)}/config`,
      parameters,
      reply: nothingReply,
      doing: `configure guest ${String(guest.vmid)}`,
    });
  };

  const resize = (guest: GuestRef, parameters: Parameters): Promise<string> =>
    client.send({
      method: 'PUT',
      path: `${pathOf(guest)}/resize`,
      parameters,
      reply: upidReply,
      doing: `grow the disk of guest ${String(guest.vmid)}`,
    });

  const isRunning = async (guest: GuestRef): Promise<boolean> => {
    const { status } = await client.send({
      method: 'GET',
      path: `${pathOf(guest)}/status/current`,
      reply: statusReply,
      doing: `read the state of guest ${String(guest.vmid)}`,
    });
    return status === 'running';
  };

  const power = (guest: GuestRef, act: 'start' | 'stop'): Promise<string> =>
    client.send({
      method: 'POST',
      path: `${pathOf(guest)}/status/${act}`,
      reply: upidReply,
      doing: `${act} guest ${String(guest.vmid)}`,
    });

  const remove = (guest: GuestRef): Promise<string> =>
    client.send({
      method: 'DELETE',
      path: pathOf(guest),
      // A creation that was cut short leaves disks that no configuration names.
      parameters: { purge: true, 'destroy-unreferenced-disks': true },
      reply: upidReply,
      doing: `destroy guest ${String(guest.vmid)}`,
    });

  /** UPIDs of the tasks that run on a node now, as far as our token may see them. */
  const runningTasks = async (node: string): Promise<readonly string[]> => {
    const tasks = await client.send({
      method: 'GET',
      path: `/nodes/${encodeURIComponent(node)}/tasks`,
      parameters: { source: 'active' },
      reply: taskListReply,
      doing: `list the tasks of node ${node}`,
    });
    return tasks.filter((task) => task.endtime === undefined).map((task) => task.upid);
  };

  /** UPIDs of the tasks that a guest has seen, newest first. */
  const tasksOf = async (guest: GuestRef): Promise<readonly string[]> => {
    const tasks = await client.send({
      method: 'GET',
      path: `/nodes/${encodeURIComponent(guest.node)}/tasks`,
      parameters: { source: 'all', vmid: guest.vmid, limit: 50 },
      reply: taskListReply,
      doing: `list the tasks of guest ${String(guest.vmid)}`,
    });
    return tasks.map((task) => task.upid);
  };

  const addresses = async (guest: GuestRef): Promise<readonly string[]> => {
    const doing = `read the addresses of guest ${String(guest.vmid)}`;
    const interfaces =
      guest.kind === 'lxc'
        ? await client.send({
            method: 'GET',
            path: `${pathOf(guest)}/interfaces`,
            reply: containerInterfacesReply,
            doing,
          })
        : (
            await client.send({
              method: 'GET',
              path: `${pathOf(guest)}/agent/network-get-interfaces`,
              reply: agentInterfacesReply,
              doing,
            })
          ).result;
    const found = interfaces
      .filter((entry) => entry.name !== 'lo')
      .flatMap((entry) => [entry.inet, ...entry['ip-addresses'].map((address) => address['ip-address'])])
      .flatMap((address) => (address === undefined ? [] : [address.replace(/\/\d+$/, '')]))
      .filter((address) => /^\d+(\.\d+){3}$/.test(address));
    return [...new Set(found)];
  };

  const resources = (): Promise<readonly ResourceRow[]> =>
    client.send({
      method: 'GET',
      path: '/cluster/resources',
      reply: resourcesReply,
      doing: 'read the state of the cluster',
    });

  return {
    create,
    clone,
    config,
    setConfig,
    resize,
    isRunning,
    power,
    remove,
    runningTasks,
    tasksOf,
    addresses,
    resources,
  };
};

const pathOf = (guest: GuestRef): string =>
  `/nodes/${encodeURIComponent(guest.node)}/${guest.kind === 'lxc' ? 'lxc' : 'qemu'}/${String(guest.vmid)}`;

/** Rows of `/cluster/resources` in our words; storages, pools and networks are left out. */
export const clusterFacts = (rows: readonly ResourceRow[]): ClusterFacts => ({
  nodes: rows.flatMap((row) =>
    row.type !== 'node' || row.node === undefined
      ? []
      : [
          {
            name: row.node,
            online: row.status === 'online',
            cores: row.maxcpu ?? 0,
            memoryTotal: row.maxmem ?? 0,
            memoryUsed: row.mem ?? 0,
          },
        ],
  ),
  guests: rows.flatMap((row) => {
    const kind = guestKinds[row.type];
    if (kind === undefined || row.node === undefined || row.vmid === undefined) return [];
    return [
      {
        vmid: row.vmid,
        node: row.node,
        kind,
        name: row.name,
        status: row.status === 'running' || row.status === 'stopped' ? row.status : 'unknown',
        template: row.template,
        tags: tagsIn(row.tags),
      },
    ];
  }),
});

const guestKinds: Readonly<Record<string, InstanceKind>> = { lxc: 'lxc', qemu: 'vps' };

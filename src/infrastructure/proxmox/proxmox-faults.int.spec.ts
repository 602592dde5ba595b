import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { labTemplateGuest } from '../lab/proxmox/cluster-layout.ts';
import { containerSpec, ended, failureOfCall, startLabHypervisor } from './testing/lab-hypervisor.ts';
import type { LabHypervisor } from './testing/lab-hypervisor.ts';

let lab: LabHypervisor;
beforeAll(async () => {
  lab = await startLabHypervisor();
});
afterEach(async () => {
  await lab.simulator.control({ fault: 'none' });
});
afterAll(() => lab.close());

/** Tasks never end while a test looks at them. */
const slowTasks = { fault: 'task-slowness', factor: 1000 };

describe('what Proxmox answers', () => {
  it.each([
    [400, 'Parameter verification failed.', 'rejected'],
    [401, 'authentication failure', 'denied'],
    [403, 'Permission check failed (/vms/100, VM.Audit)', 'denied'],
    [500, 'CT is locked (backup)', 'busy'],
    [500, "can't lock file '/run/lock/lxc/pve-config-100.lock' - got timeout", 'busy'],
    [500, 'detected modified configuration - file changed by other user? Try again.', 'busy'],
    [500, 'cluster not ready - no quorum?', 'busy'],
    [500, "storage 'x' does not exist", 'rejected'],
    [501, "Method 'GET /x' not implemented", 'rejected'],
    [503, 'Service Unavailable', 'busy'],
    [595, 'No route to host', 'unreachable'],
    [596, 'Broken pipe', 'unreachable'],
  ] as const)('%i %s is %s', async (status, reason, failure) => {
    await lab.simulator.control({ fault: 'error', status, reason });
    expect(await failureOfCall(lab.hypervisor.cluster())).toMatchObject({ failure, detail: reason });
  });

  it('names the parameters that are wrong', async () => {
    const spec = containerSpec(2100);
    const wrong = { ...spec, cores: 0, network: { ...spec.network, macAddress: '01:00:00:00:00:00' } };
    const error = await failureOfCall(lab.hypervisor.create(wrong));
    expect(error.failure).toBe('rejected');
    expect(error.detail).toMatch(/^Parameter verification failed\. .*cores: value must have a minimum value of 1/);
    expect(error.detail).toMatch(/net0: .*hwaddr: .* mac-addr/);
  });

  it('is a sentence for people and Proxmox’s own words apart', async () => {
    await lab.simulator.control({ fault: 'error', status: 500, reason: 'no space left', path: '/lxc', method: 'POST' });
    const error = await failureOfCall(lab.hypervisor.create(containerSpec(2101)));
    expect(error.message).toBe('Proxmox refused to create container 2101: no space left');
    expect(error.detail).toBe('no space left');
  });

  it.each([
    [
      'VM.Audit',
      () => lab.hypervisor.guestAddresses({ kind: 'lxc', node: 'pve1', vmid: 100 }),
      /\/vms\/100, VM\.Audit/,
    ],
    ['VM.Allocate', () => lab.hypervisor.create(containerSpec(2102)), /\/vms\/2102, VM\.Allocate/],
    ['SDN.Use', () => lab.hypervisor.create(containerSpec(2102)), /\/sdn\/zones\/localnetwork\/vmbr0, SDN\.Use/],
    ['Datastore.AllocateSpace', () => lab.hypervisor.create(containerSpec(2102)), /\/storage\/local-lvm, /],
  ] as const)('tells which privilege is missing: %s', async (privilege, call, words) => {
    await lab.simulator.control({ fault: 'revoke', privilege });
    const error = await failureOfCall(call());
    expect(error.failure).toBe('denied');
    expect(error.detail).toMatch(words);
  });
});

describe('when the connection fails', () => {
  it.each(['before', 'after'])('an answer cut off %s the work is of unknown outcome', async (when) => {
    await lab.simulator.control({ fault: 'drop', when, path: '/version' });
    expect(await failureOfCall(lab.hypervisor.version())).toMatchObject({ failure: 'unreachable' });
  });

  it('a kept connection that had died meanwhile does not spoil a read', async () => {
    await lab.hypervisor.version();
    await lab.simulator.control({ fault: 'drop', path: '/version', times: 1 });
    await expect(lab.hypervisor.version()).resolves.toBe('8.4.1');
  });

  it('no answer is given up after the time that was set', async () => {
    await lab.simulator.control({ fault: 'hang', path: '/version' });
    const hypervisor = lab.connect((options) => ({ ...options, timeoutMilliseconds: 200 }));
    expect(await failureOfCall(hypervisor.version())).toMatchObject({
      failure: 'unreachable',
      detail: 'no answer within 200 ms',
    });
  });

  it('a refused connection is unreachable, and all is well when the server is back', async () => {
    await lab.simulator.control({ fault: 'down' });
    expect(await failureOfCall(lab.hypervisor.version())).toMatchObject({ failure: 'unreachable' });
    const inside = lab.hypervisor.runInside({ kind: 'lxc', node: 'pve1', vmid: 100 }, ['true']);
    expect(await failureOfCall(inside)).toMatchObject({ failure: 'unreachable' });
    await lab.simulator.control({ fault: 'none' });
    await expect(lab.hypervisor.version()).resolves.toBe('8.4.1');
  });

  it('a command that was cut off is of unknown outcome, and the next one opens a new connection', async () => {
    const guest = { kind: 'lxc', node: 'pve1', vmid: 100 } as const;
    for (const when of ['before', 'after']) {
      await lab.simulator.control({ fault: 'ssh-drop', when, times: 1 });
      const error = await failureOfCall(lab.hypervisor.runInside(guest, ['touch', `/root/${when}`]));
      expect(error.failure).toBe('unreachable');
    }
    await expect(lab.hypervisor.runInside(guest, ['test', '-e', '/root/before'])).resolves.toMatchObject({
      exitCode: 1,
    });
    await expect(lab.hypervisor.runInside(guest, ['test', '-e', '/root/after'])).resolves.toMatchObject({
      exitCode: 0,
    });
  });

  it('a command without an end is given up after the time that was set', async () => {
    await lab.simulator.control({ fault: 'ssh-slow', milliseconds: 60_000, times: 1 });
    const hypervisor = lab.connect((options) => ({ ...options, ssh: { ...options.ssh, timeoutMilliseconds: 2000 } }));
    const error = await failureOfCall(hypervisor.runInside({ kind: 'lxc', node: 'pve1', vmid: 100 }, ['true']));
    expect(error).toMatchObject({ failure: 'unreachable', detail: 'no end of the command within 2000 ms' });
  });

  it('an offline node takes nothing but its own guests away', async () => {
    await lab.simulator.control({ fault: 'node-offline', node: 'pve2' });
    const { nodes, guests } = await lab.hypervisor.cluster();
    expect(nodes.map(({ name, online }) => [name, online])).toEqual([
      ['pve1', true],
      ['pve2', false],
    ]);
    expect(guests.find(({ vmid }) => vmid === 101)).toMatchObject({ status: 'unknown' });
    const spec = containerSpec(2103, { guest: { kind: 'lxc', node: 'pve2', vmid: 2103 } });
    expect(await failureOfCall(lab.hypervisor.create(spec))).toMatchObject({ failure: 'unreachable' });
  });
});

describe('tasks', () => {
  it('that fail tell why, and leave no guest behind', async () => {
    await lab.simulator.control({ fault: 'task-failure', type: 'vzcreate', exitStatus: 'no space left', times: 1 });
    const spec = containerSpec(2110);
    const task = await lab.hypervisor.create(spec);
    await expect(ended(lab.hypervisor, task)).resolves.toEqual({ state: 'failed', exitStatus: 'no space left' });
    await expect(lab.hypervisor.findStamped(spec.guest, spec.stamp)).resolves.toBeUndefined();
    expect((await lab.hypervisor.taskLog(task, 0)).at(-1)).toBe('TASK ERROR: no space left');
  });

  it('that fail on a missing template archive say so', async () => {
    const spec = containerSpec(2111, { source: { type: 'vztmpl', volume: 'local:vztmpl/none.tar.zst' } });
    await expect(ended(lab.hypervisor, await lab.hypervisor.create(spec))).resolves.toEqual({
      state: 'failed',
      exitStatus: "unable to create CT 2111 - volume 'local:vztmpl/none.tar.zst' does not exist",
    });
  });

  it('that end with warnings have succeeded', async () => {
    await lab.simulator.control({ fault: 'task-failure', type: 'vzcreate', exitStatus: 'WARNINGS: 1', times: 1 });
    const spec = containerSpec(2112);
    await expect(ended(lab.hypervisor, await lab.hypervisor.create(spec))).resolves.toEqual({
      state: 'succeeded',
      warnings: true,
    });
    await expect(lab.hypervisor.findStamped(spec.guest, spec.stamp)).resolves.toMatchObject({ vmid: 2112 });
  });

  it('that nobody knows any more have vanished', async () => {
    const upid = 'UPID:pve1:00000001:00000001:5FBE5DD2:vzcreate:2113:netsoc@pve!portal:';
    await expect(lab.hypervisor.task({ upid })).resolves.toEqual({ state: 'vanished' });
    expect(await failureOfCall(lab.hypervisor.task({ upid: 'nonsense' }))).toMatchObject({ failure: 'rejected' });
  });

  it('that have written nothing yet have an empty log', async () => {
    await lab.simulator.control(slowTasks);
    const task = await lab.hypervisor.create(containerSpec(2114));
    await expect(lab.hypervisor.task(task)).resolves.toEqual({ state: 'running' });
    await expect(lab.hypervisor.taskLog(task, 0)).resolves.toEqual([]);
    await lab.simulator.control({ fault: 'die' });
  });
});

describe('a guest in the making', () => {
  it.each([
    ['archive', containerSpec(2120)],
    [
      'clone',
      containerSpec(2121, {
        source: { type: 'clone', vmid: labTemplateGuest.vmid, node: labTemplateGuest.node },
        storage: 'tank',
      }),
    ],
  ] as const)('is busy while its task runs, and is made anew when the host died (%s)', async (_kind, spec) => {
    const { hypervisor, simulator } = lab;
    const { guest, stamp } = spec;
    await simulator.control(slowTasks);
    const lost = await hypervisor.create(spec);
    for (const call of [
      () => hypervisor.findStamped(guest, stamp),
      () => hypervisor.create(spec),
      () => hypervisor.destroy(guest, stamp),
    ]) {
      expect(await failureOfCall(call())).toMatchObject({ failure: 'busy' });
    }

    await simulator.control({ fault: 'die' });
    await simulator.control({ fault: 'none' });
    await expect(hypervisor.task(lost)).resolves.toEqual({ state: 'failed', exitStatus: 'unexpected status' });
    await expect(hypervisor.findStamped(guest, stamp)).resolves.toBeUndefined();
    expect(await failureOfCall(hypervisor.create(spec))).toMatchObject({ failure: 'busy' });
    while ((await hypervisor.cluster()).guests.some(({ vmid }) => vmid === guest.vmid));
    await ended(hypervisor, await hypervisor.create(spec));
    await expect(hypervisor.findStamped(guest, stamp)).resolves.toMatchObject({ vmid: guest.vmid });
  });

  it('that was cut short can be destroyed', async () => {
    const { hypervisor, simulator } = lab;
    const { guest, stamp } = containerSpec(2122);
    await simulator.control(slowTasks);
    await hypervisor.create(containerSpec(2122));
    await simulator.control({ fault: 'die' });
    await simulator.control({ fault: 'none' });
    await expect(ended(hypervisor, await hypervisor.destroy(guest, stamp))).resolves.toMatchObject({
      state: 'succeeded',
    });
    await expect(hypervisor.destroy(guest, stamp)).resolves.toBeUndefined();
  });

  it('whose host died before its task began is left for an admin, who reads what to do', async () => {
    const { hypervisor, simulator } = lab;
    const spec = containerSpec(2126);
    await simulator.control(slowTasks);
    await hypervisor.create(spec);
    await lab.restart(async () => {
      const file = join(lab.dataDirectory, 'proxmox', 'cluster.json');
      const cluster = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
      await writeFile(file, JSON.stringify({ ...cluster, tasks: [] }));
    });
    const { guest, stamp } = spec;
    const before = await hypervisor.cluster();
    for (const call of [
      () => hypervisor.findStamped(guest, stamp),
      () => hypervisor.create(spec),
      () => hypervisor.destroy(guest, stamp),
    ]) {
      const { failure, detail } = await failureOfCall(call());
      expect(failure).toBe('rejected');
      expect(detail).toContain('unlock and remove it in Proxmox, then try again');
    }
    expect((await hypervisor.cluster()).guests).toEqual(before.guests);
  });

  it('whose answer was lost is found by its stamp', async () => {
    const { hypervisor, simulator } = lab;
    const spec = containerSpec(2123);
    await simulator.control({ fault: 'drop', when: 'after', method: 'POST', path: '/lxc', times: 1 });
    expect(await failureOfCall(hypervisor.create(spec))).toMatchObject({ failure: 'unreachable' });
    for (;;) {
      const found = await hypervisor.findStamped(spec.guest, spec.stamp).catch((error: unknown) => error);
      if (!(found instanceof Error)) {
        expect(found).toMatchObject({ vmid: 2123 });
        break;
      }
      expect(found).toMatchObject({ failure: 'busy' });
    }
  });

  it('of one template waits for the other', async () => {
    const { hypervisor, simulator } = lab;
    const clone = (vmid: number) =>
      containerSpec(vmid, {
        source: { type: 'clone', vmid: labTemplateGuest.vmid, node: labTemplateGuest.node },
        storage: 'tank',
      });
    await simulator.control(slowTasks);
    await hypervisor.create(clone(2124));
    expect(await failureOfCall(hypervisor.create(clone(2125)))).toMatchObject({
      failure: 'busy',
      detail: 'CT is locked (disk)',
    });
    await simulator.control({ fault: 'die' });
  });
});

describe('the lab', () => {
  it('comes back from a restart with its guests, tasks and keys', async () => {
    const { hypervisor } = lab;
    const spec = containerSpec(2130);
    await ended(hypervisor, await hypervisor.create(spec));
    await lab.simulator.control(slowTasks);
    const lost = await hypervisor.start(spec.guest, spec.stamp);
    await lab.restart();
    await expect(hypervisor.findStamped(spec.guest, spec.stamp)).resolves.toMatchObject({ status: 'stopped' });
    await expect(ended(hypervisor, lost)).resolves.toEqual({ state: 'failed', exitStatus: 'unexpected status' });
    await ended(hypervisor, await hypervisor.start(spec.guest, spec.stamp));
    await expect(hypervisor.runInside(spec.guest, ['hostname'])).resolves.toMatchObject({ stdout: 'box-2130\n' });
  });

  it('stands still when frozen', async () => {
    await lab.simulator.control({ fault: 'freeze' });
    const hypervisor = lab.connect((options) => ({ ...options, timeoutMilliseconds: 200 }));
    expect(await failureOfCall(hypervisor.version())).toMatchObject({ failure: 'unreachable' });
    await lab.simulator.control({ fault: 'none' });
    await expect(lab.hypervisor.version()).resolves.toBe('8.4.1');
  });

  it('refuses commands that it does not know', async () => {
    await expect(lab.simulator.control({ fault: 'catch fire' })).rejects.toThrow();
    await expect(lab.simulator.control({ fault: 'list' })).resolves.toEqual({ faults: [] });
  });
});

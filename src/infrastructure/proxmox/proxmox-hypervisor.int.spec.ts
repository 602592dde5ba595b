import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { labForeignGuests, labTemplateGuest } from '../lab/proxmox/cluster-layout.ts';
import { containerSpec, ended, failureOfCall, startLabHypervisor } from './testing/lab-hypervisor.ts';
import type { LabHypervisor } from './testing/lab-hypervisor.ts';

let lab: LabHypervisor;
beforeAll(async () => {
  lab = await startLabHypervisor();
});
afterAll(() => lab.close());

describe('a container from a template archive', () => {
  const spec = containerSpec(2001, { sshKeys: ['ssh-ed25519 AAAA0001 owner'] });
  const { guest, stamp } = spec;

  it('is created with our stamp, in a task whose log can be followed', async () => {
    const { hypervisor } = lab;
    await expect(hypervisor.findStamped(guest, stamp)).resolves.toBeUndefined();
    const task = await hypervisor.create(spec);
    await expect(ended(hypervisor, task)).resolves.toEqual({ state: 'succeeded', warnings: false });

    const log = await hypervisor.taskLog(task, 0);
    expect(log).toContain('Detected container architecture: amd64');
    expect(log).toContain('Writing inode tables: done');
    expect(log.at(-1)).toBe('TASK OK');
    await expect(hypervisor.taskLog(task, log.length)).resolves.toEqual([]);
    await expect(hypervisor.taskLog(task, log.length - 1)).resolves.toEqual(['TASK OK']);

    await expect(hypervisor.findStamped(guest, stamp)).resolves.toEqual({
      vmid: 2001,
      node: 'pve1',
      kind: 'lxc',
      name: 'box-2001',
      status: 'stopped',
      template: false,
      tags: ['netsoc-cloud'],
    });
  });

  it('is not created a second time over itself', async () => {
    const error = await failureOfCall(lab.hypervisor.create(spec));
    expect(error).toMatchObject({ failure: 'rejected', detail: 'guest 2001 is already there' });
  });

  it('can be configured again and again', async () => {
    await lab.hypervisor.configure({ ...spec, cores: 2 });
    await lab.hypervisor.configure({ ...spec, cores: 2 });
    await expect(lab.hypervisor.findStamped(guest, stamp)).resolves.toMatchObject({ tags: ['netsoc-cloud'] });
  });

  it('grows its disk to what is asked, and only then', async () => {
    await expect(lab.hypervisor.growDisk(spec)).resolves.toBeUndefined();
    const task = await lab.hypervisor.growDisk({ ...spec, diskGiB: 12 });
    await expect(ended(lab.hypervisor, task)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(lab.hypervisor.growDisk({ ...spec, diskGiB: 12 })).resolves.toBeUndefined();
  });

  it('starts once, and then tells its address', async () => {
    const { hypervisor } = lab;
    await expect(hypervisor.guestAddresses(guest)).resolves.toEqual([]);
    await ended(hypervisor, await hypervisor.start(guest, stamp));
    await expect(hypervisor.start(guest, stamp)).resolves.toBeUndefined();
    let addresses: readonly string[] = [];
    while (addresses.length === 0) addresses = await hypervisor.guestAddresses(guest);
    expect(addresses).toEqual(['10.10.10.7']);
    await expect(hypervisor.findStamped(guest, stamp)).resolves.toMatchObject({ status: 'running' });
  });

  it('runs programs with any arguments and input, and passes their exit code on', async () => {
    const { hypervisor } = lab;
    await expect(hypervisor.runInside(guest, ['cat', '/root/.ssh/authorized_keys'])).resolves.toEqual({
      exitCode: 0,
      stdout: 'ssh-ed25519 AAAA0001 owner\n',
      stderr: '',
    });
    const nasty = `it's "$(reboot)" \`ls\` \\ * ; & | \n é`;
    await expect(hypervisor.runInside(guest, ['echo', nasty])).resolves.toMatchObject({ stdout: `${nasty}\n` });
    await expect(hypervisor.runInside(guest, ['tee', '/root/note'], nasty)).resolves.toMatchObject({ exitCode: 0 });
    await expect(hypervisor.runInside(guest, ['cat', '/root/note'])).resolves.toMatchObject({ stdout: nasty });
    await expect(hypervisor.runInside(guest, ['cat', '/root/none'])).resolves.toMatchObject({ exitCode: 1 });
  });

  it('is destroyed only when stopped, and destroying it again is nothing', async () => {
    const { hypervisor } = lab;
    const refused = await failureOfCall(hypervisor.destroy(guest, stamp));
    expect(refused).toMatchObject({ failure: 'rejected', detail: 'unable to destroy CT 2001 - container is running' });
    await ended(hypervisor, await hypervisor.stop(guest, stamp));
    await expect(hypervisor.stop(guest, stamp)).resolves.toBeUndefined();
    const inside = await failureOfCall(hypervisor.runInside(guest, ['true']));
    expect(inside).toMatchObject({ failure: 'rejected', detail: "container '2001' not running!" });
    await ended(hypervisor, await hypervisor.destroy(guest, stamp));
    await expect(hypervisor.destroy(guest, stamp)).resolves.toBeUndefined();
    await expect(hypervisor.findStamped(guest, stamp)).resolves.toBeUndefined();
  });
});

describe('a container from a template guest', () => {
  const spec = containerSpec(2002, {
    guest: { kind: 'lxc', node: 'pve2', vmid: 2002 },
    source: { type: 'clone', vmid: labTemplateGuest.vmid, node: labTemplateGuest.node },
    storage: 'tank',
  });

  it('lands on the wanted node, and takes the settings that a clone can not be given', async () => {
    const { hypervisor } = lab;
    const task = await hypervisor.create(spec);
    expect(task.upid).toMatch(/^UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:vzclone:9000:netsoc@pve!portal:$/);
    await expect(ended(hypervisor, task)).resolves.toMatchObject({ state: 'succeeded' });
    await hypervisor.configure(spec);
    await ended(hypervisor, await hypervisor.growDisk(spec));
    await expect(hypervisor.findStamped(spec.guest, spec.stamp)).resolves.toMatchObject({
      node: 'pve2',
      name: 'box-2002',
      tags: ['template', 'netsoc-cloud'],
      template: false,
    });
    const facts = await hypervisor.cluster();
    expect(facts.nodes.map((node) => node.name)).toEqual(['pve1', 'pve2']);
    expect(facts.guests.find((guest) => guest.vmid === labTemplateGuest.vmid)).toMatchObject({ template: true });
  });
});

describe('guests of other people', () => {
  const container = containerSpec(labForeignGuests.container);
  const machine = containerSpec(labForeignGuests.machine, {
    guest: { kind: 'vps', node: 'pve2', vmid: labForeignGuests.machine },
  });

  it.each([container, machine])('are never taken for ours, changed or destroyed ($guest.kind)', async (spec) => {
    const { hypervisor } = lab;
    const before = await hypervisor.cluster();
    const { guest, stamp } = spec;
    const calls = [
      () => hypervisor.findStamped(guest, stamp),
      () => hypervisor.start(guest, stamp),
      () => hypervisor.stop(guest, stamp),
      () => hypervisor.destroy(guest, stamp),
      () => hypervisor.configure(spec),
      () => hypervisor.growDisk(spec),
      () => hypervisor.create(spec),
    ];
    for (const call of calls) expect((await failureOfCall(call())).failure).toBe('rejected');
    expect((await hypervisor.cluster()).guests).toEqual(before.guests);
  });

  it('are not ours either when they carry the stamp of another instance', async () => {
    const { hypervisor } = lab;
    const spec = containerSpec(2003);
    await ended(hypervisor, await hypervisor.create(spec));
    const other = { instanceId: '11111111-1111-5111-8111-111111111111' };
    for (const call of [
      () => hypervisor.findStamped(spec.guest, other),
      () => hypervisor.start(spec.guest, other),
      () => hypervisor.destroy(spec.guest, other),
    ]) {
      expect(await failureOfCall(call())).toMatchObject({
        failure: 'rejected',
        detail: 'guest 2003 on node pve1 does not carry the stamp of this instance',
      });
    }
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { z } from 'zod';
import { accepted, instanceDetail, templateList } from '../http/contract/instances.ts';
import { startSystem } from '../http/testing/running-system.ts';
import type { RunningSystem } from '../http/testing/running-system.ts';

// Many round trips each, on machines that do other things too.
jest.setTimeout(120_000);

type Instance = z.output<typeof instanceDetail>;

describe('provisioning in the running product', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterEach(() => system.lab.control('proxmox', { fault: 'none' }));
  afterAll(() => system.stop());

  const approved = async (hostname: string): Promise<string> => {
    const { body: templates } = await system.ask(templateList, 'member', 'GET', '/v1/templates');
    const body = { templateId: templates.items[0]?.id, hostname, reason: 'thesis' };
    const { body: requested } = await system.ask(accepted, 'member', 'POST', '/v1/instances', { body });
    await system.ask(accepted, 'admin', 'POST', `/v1/instances/${requested.id}/approve`);
    return requested.id;
  };

  const shown = async (id: string): Promise<Instance> =>
    (await system.ask(instanceDetail, 'member', 'GET', `/v1/instances/${id}`)).body;

  const until = async (id: string, condition: (instance: Instance) => boolean): Promise<Instance> => {
    for (;;) {
      const instance = await shown(id);
      if (condition(instance)) return instance;
      await delay(25);
    }
  };
  const inState = (state: Instance['state']) => (instance: Instance) => instance.state === state;

  const act = (id: string, verb: 'retry' | 'abandon', reason: string) =>
    system.ask(accepted, 'admin', 'POST', `/v1/processes/provisioning-${id}/${verb}`, { body: { reason } });

  it('turns an approved request into a guest that its owner can use', async () => {
    const instance = await until(await approved('web'), inState('running'));
    expect(instance.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'choose-node succeeded',
      'reserve-vmid succeeded',
      'reserve-address succeeded',
      'create-guest succeeded',
      'configure-guest succeeded',
      'start-guest succeeded',
      'await-network succeeded',
      'install-keys succeeded',
      'finish succeeded',
    ]);
    expect(instance.steps.find(({ name }) => name === 'create-guest')?.log.at(-1)).toBe('TASK OK');
    expect(instance.steps.find(({ name }) => name === 'install-keys')?.log).toEqual(['Installed 1 SSH key.']);
    expect(instance.sshCommand).toBe(`ssh root@${String(instance.address)}`);
  });

  it('tries again by itself what Proxmox could not do at the moment', async () => {
    await system.lab.control('proxmox', { fault: 'drop', when: 'after', method: 'POST', path: '/lxc', times: 2 });
    const instance = await until(await approved('dropped'), inState('running'));
    expect(instance.steps.find(({ name }) => name === 'create-guest')?.attempt).toBeGreaterThan(1);
  });

  it('parks what is denied, says why, and goes on when an admin has mended it', async () => {
    await system.lab.control('proxmox', { fault: 'revoke', privilege: 'VM.PowerMgmt' });
    const id = await approved('denied');
    const parked = await until(id, inState('parked'));
    expect(parked.steps.find(({ state }) => state === 'parked')).toMatchObject({
      name: 'start-guest',
      cause: expect.stringContaining('does not let the portal'),
    });
    await system.lab.control('proxmox', { fault: 'none' });
    await act(id, 'retry', 'the privilege is back');
    await until(id, inState('running'));
  });

  it('takes everything back when an admin gives up, the hostname too', async () => {
    await system.lab.control('proxmox', { fault: 'revoke', privilege: 'VM.PowerMgmt' });
    const id = await approved('given-up');
    await until(id, inState('parked'));
    await act(id, 'abandon', 'the owner left');
    const abandoned = await until(id, inState('abandoned'));
    expect(abandoned.steps.find(({ name }) => name === 'create-guest')?.state).toBe('compensated');
    await system.lab.control('proxmox', { fault: 'none' });
    // The name is free again for the next request, which gets a guest of its own.
    const again = async (): Promise<string> => {
      for (;;) {
        const { body: templates } = await system.ask(templateList, 'member', 'GET', '/v1/templates');
        const body = { templateId: templates.items[0]?.id, hostname: 'given-up', reason: 'again' };
        const answer = await system.call('member', 'POST', '/v1/instances', { body });
        if (answer.status === 202) return accepted.parse(JSON.parse(answer.text)).id;
        expect(answer.problem.code).toMatch(/^(hostname|domain)-taken$/);
        await delay(25);
      }
    };
    expect(await again()).not.toBe(id);
  });

  it('runs many at the same time without two of them sharing anything', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `many-${String(index)}`);
    const ids = await Promise.all(names.map(approved));
    const instances = await Promise.all(ids.map((id) => until(id, inState('running'))));
    expect(new Set(instances.map(({ vmid }) => vmid)).size).toBe(names.length);
    expect(new Set(instances.map(({ address }) => address)).size).toBe(names.length);
  });

  it('logs nothing that would need somebody to look', () => {
    expect(system.logged.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';
import { eventsOf } from '../../domain/process/testing/process-histories.ts';
import {
  abandoned,
  approved,
  completed,
  deleted,
  deletionBegun,
  failed,
  instanceResumed,
  intended,
  parked,
  progressed,
  provisioned,
  provisioningAbandoned,
  refused,
  requested,
  resumed,
  started,
  succeeded,
  suspended,
} from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
import type { Fact } from '../testing/recorded-history.ts';
import { instanceDetail } from './index.ts';
import { reportsKept } from './project-steps.ts';
import { linesShown } from './query-steps.ts';

const web = (facts: readonly Fact[]) => given(instanceDetail, facts, (query) => query.find('web'));
const step = (facts: readonly Fact[], name: string) => web(facts)?.steps.find((shown) => shown.name === name);
const begun = [requested('web'), approved('web'), started('web'), intended('web', 'choose-node')];

describe('instance detail', () => {
  it('shows a request with everything that an admin decides on', () => {
    expect(web([requested('web')])).toEqual({
      id: 'web',
      kind: 'lxc',
      hostname: 'web',
      templateId: 'debian-13',
      ownerId: 'ada',
      state: 'pending',
      address: null,
      defaultDomain: 'web-ada-container.example.org',
      requestedAt: momentOf(0),
      changedAt: momentOf(0),
      progress: null,
      vmid: null,
      node: null,
      reason: 'coursework',
      refusal: null,
      resources: { cores: 2, memoryMiB: 1024, diskGiB: 10, swapMiB: 256 },
      steps: [],
      processId: null,
      revision: 0,
    });
  });

  it('says why a request was refused', () => {
    expect(web([requested('web'), refused('web', 'no room')])).toMatchObject({
      state: 'refused',
      refusal: 'no room',
      revision: 1,
    });
  });

  it('carries the revision of the instance, whatever its process does', () => {
    expect(web([...begun, succeeded('web', 'choose-node')])?.revision).toBe(1);
  });

  it('shows every step from the start, the ones that wait included', () => {
    const detail = web(begun);
    expect(detail?.steps.map(({ name }) => name)).toEqual(provisioningSteps.map(({ name }) => name));
    expect(detail?.steps.map(({ state }) => state)).toEqual(['running', ...Array<string>(8).fill('waiting')]);
    expect(detail?.progress).toEqual({ done: 0, total: 9 });
    expect(detail?.processId).toBe('provisioning-web');
  });

  it('times a step from its first try to its success', () => {
    const retried = [
      ...begun,
      failed('web', 'choose-node', momentOf(9)),
      intended('web', 'choose-node', 2),
      succeeded('web', 'choose-node'),
    ];
    expect(step(retried, 'choose-node')).toEqual({
      name: 'choose-node',
      title: 'Choose a node',
      state: 'succeeded',
      attempt: 2,
      startedAt: momentOf(3),
      endedAt: momentOf(6),
      cause: null,
      retryAt: null,
      log: [],
    });
  });

  it('says why a step failed and when it is tried again', () => {
    expect(step([...begun, failed('web', 'choose-node', momentOf(9))], 'choose-node')).toMatchObject({
      state: 'failed',
      cause: 'no answer',
      retryAt: momentOf(9),
    });
  });

  it('is parked with its step until an admin resumes it', () => {
    const stuck = [...begun, failed('web', 'choose-node', null), parked('web', 'choose-node', 'all nodes are full')];
    expect(web(stuck)?.state).toBe('parked');
    expect(step(stuck, 'choose-node')).toMatchObject({ state: 'parked', cause: 'all nodes are full' });
    expect(web([...stuck, resumed('web')])?.state).toBe('provisioning');
    expect(step([...stuck, resumed('web')], 'choose-node')?.state).toBe('failed');
  });

  it('shows what was taken back after an admin gave up', () => {
    const givenUp = [
      ...begun,
      succeeded('web', 'choose-node', { node: 'pve1' }),
      parked('web', 'reserve-vmid'),
      abandoned('web'),
      intended('web', 'choose-node', 1, true),
      succeeded('web', 'choose-node', {}, true),
      completed('web', 'compensated'),
      provisioningAbandoned('web'),
    ];
    expect(step(givenUp, 'choose-node')?.state).toBe('compensated');
    expect(web(givenUp)).toMatchObject({ state: 'abandoned', node: null, vmid: null, address: null, progress: null });
  });

  it('learns node, guest number and address as they are decided', () => {
    const placed = [
      ...begun,
      succeeded('web', 'choose-node', { node: 'pve2' }),
      succeeded('web', 'reserve-vmid', { vmid: 10_007 }),
      succeeded('web', 'reserve-address', { address: '10.10.10.9' }),
    ];
    expect(web(placed)).toMatchObject({ node: 'pve2', vmid: 10_007, address: '10.10.10.9' });
  });

  it('shows no waiting steps once it runs', () => {
    const running = [...begun, succeeded('web', 'choose-node'), provisioned('web')];
    expect(web(running)).toMatchObject({ state: 'running', node: 'pve1', vmid: 10_001, address: '10.10.10.7' });
    expect(web(running)?.steps.map(({ name }) => name)).toEqual(['choose-node']);
  });

  it.each([
    ['suspended', [suspended('web')]],
    ['running', [suspended('web'), instanceResumed('web')]],
    ['deleting', [deletionBegun('web')]],
    ['deleting', [suspended('web'), deletionBegun('web')]],
  ] as const)('keeps its guest in sight while there is one: %s', (state, facts) => {
    expect(web([...begun, provisioned('web'), ...facts])).toMatchObject({
      state,
      node: 'pve1',
      vmid: 10_001,
      address: '10.10.10.7',
      revision: 2 + facts.length,
    });
  });

  it('shows no guest of an instance that was deleted', () => {
    expect(web([...begun, provisioned('web'), deletionBegun('web'), deleted('web')])).toMatchObject({
      state: 'deleted',
      node: null,
      vmid: null,
      address: null,
      progress: null,
      revision: 4,
    });
  });

  it('shows the steps of its provisioning, not those of what came after', () => {
    const off = eventsOf('power-web.3');
    const gone = eventsOf('deletion-web');
    const running = [...begun, succeeded('web', 'choose-node'), provisioned('web')];
    const after = [off.started(), off.intended('switch-guest'), off.parked('switch-guest'), gone.started()];
    expect(web([...running, ...after])).toEqual(web(running));
  });

  it('shows the task log in the order in which it was written', () => {
    const logged = [
      ...begun,
      progressed('web', 'choose-node', ['one', 'two']),
      progressed('web', 'choose-node', []),
      progressed('web', 'choose-node', ['three']),
    ];
    expect(step(logged, 'choose-node')?.log).toEqual(['one', 'two', 'three']);
  });

  it('keeps a chatty task from growing without end', () => {
    const reports = Array.from({ length: 2 * reportsKept }, (_, report) =>
      progressed('web', 'choose-node', [`${String(report)} a`, `${String(report)} b`, `${String(report)} c`]),
    );
    const log = step([...begun, ...reports], 'choose-node')?.log;
    expect(log).toHaveLength(linesShown);
    expect(log?.at(-1)).toBe(`${String(2 * reportsKept - 1)} c`);
  });

  it('keeps steps on the rail that today’s process does not have', () => {
    const old = [...begun, intended('web', 'format-floppy'), succeeded('web', 'format-floppy'), provisioned('web')];
    expect(web(old)?.steps.map(({ name, title }) => [name, title])).toEqual([
      ['choose-node', 'Choose a node'],
      ['format-floppy', 'format-floppy'],
    ]);
  });
});

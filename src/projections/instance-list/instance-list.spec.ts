import { describe, expect, it } from '@jest/globals';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';
import {
  abandoned,
  approved,
  deleted,
  deletionBegun,
  instanceResumed,
  parked,
  provisioned,
  provisioningAbandoned,
  refused,
  requested,
  resumed,
  succeeded,
  suspended,
  withdrawn,
} from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
import type { Fact } from '../testing/recorded-history.ts';
import { instanceList } from './index.ts';

const web = (facts: readonly Fact[]) => given(instanceList, facts, (query) => query.find('web'));

describe('instance list', () => {
  it('shows a request as it was made', () => {
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
    });
  });

  it.each([
    ['refused', [refused('web')]],
    ['withdrawn', [withdrawn('web')]],
    ['provisioning', [approved('web')]],
    ['parked', [approved('web'), parked('web', 'create-guest')]],
    ['provisioning', [approved('web'), parked('web', 'create-guest'), resumed('web')]],
    ['running', [approved('web'), provisioned('web')]],
    ['suspended', [approved('web'), provisioned('web'), suspended('web')]],
    ['running', [approved('web'), provisioned('web'), suspended('web'), instanceResumed('web')]],
    ['deleting', [approved('web'), provisioned('web'), deletionBegun('web')]],
    ['deleting', [approved('web'), provisioned('web'), suspended('web'), deletionBegun('web')]],
    ['deleted', [approved('web'), provisioned('web'), deletionBegun('web'), deleted('web')]],
    ['abandoned', [approved('web'), parked('web', 'create-guest'), abandoned('web'), provisioningAbandoned('web')]],
  ] as const)('is %s after its events', (state, facts) => {
    expect(web([requested('web'), ...facts])).toMatchObject({
      state,
      changedAt: momentOf(facts.length),
    });
  });

  it('counts the steps of the provisioning while there is one, and back when they are taken back', () => {
    const total = provisioningSteps.length;
    const begun = [
      requested('web'),
      approved('web'),
      succeeded('web', 'choose-node'),
      succeeded('web', 'reserve-vmid'),
    ];
    expect(web(begun)?.progress).toEqual({ done: 2, total });
    expect(web([...begun, succeeded('web', 'reserve-vmid', {}, true)])?.progress).toEqual({ done: 1, total });
    expect(web([...begun, provisioned('web')])?.progress).toBeNull();
  });

  it('shows the address of a running instance', () => {
    expect(web([requested('web'), approved('web'), provisioned('web')])?.address).toBe('10.10.10.7');
  });

  it('shows the address as long as the instance has one', () => {
    const running = [requested('web'), approved('web'), provisioned('web')];
    expect(web([...running, suspended('web')])?.address).toBe('10.10.10.7');
    expect(web([...running, deletionBegun('web')])?.address).toBe('10.10.10.7');
    expect(web([...running, deletionBegun('web'), deleted('web')])?.address).toBeNull();
  });

  it('counts for each person what has not ended', () => {
    const facts = [
      requested('pending'),
      requested('running'),
      approved('running'),
      provisioned('running'),
      requested('suspended'),
      approved('suspended'),
      provisioned('suspended'),
      suspended('suspended'),
      requested('refused'),
      refused('refused'),
      requested('withdrawn'),
      withdrawn('withdrawn'),
      requested('abandoned'),
      approved('abandoned'),
      provisioningAbandoned('abandoned'),
      requested('deleted'),
      approved('deleted'),
      provisioned('deleted'),
      deletionBegun('deleted'),
      deleted('deleted'),
      requested('theirs', { owner: 'grace' }),
      requested('refused-too', { owner: 'bob' }),
      refused('refused-too'),
    ];
    expect(given(instanceList, facts, (query) => [...query.heldByOwner()])).toEqual([
      ['ada', 3],
      ['grace', 1],
    ]);
  });

  it('lists what a person owns, newest first, and everything for those who may see it', () => {
    const facts = [requested('web'), requested('db', { owner: 'grace' }), requested('mail')];
    expect(given(instanceList, facts, (query) => query.mine('ada').map(({ id }) => id))).toEqual(['mail', 'web']);
    expect(given(instanceList, facts, (query) => query.all().map(({ id }) => id))).toEqual(['mail', 'db', 'web']);
    expect(given(instanceList, facts, (query) => query.all(1).map(({ id }) => id))).toEqual(['mail']);
    expect(given(instanceList, facts, (query) => query.count())).toBe(3);
  });

  it('leaves the state of an instance that runs alone when its process ends late', () => {
    expect(web([requested('web'), approved('web'), provisioned('web'), parked('web', 'finish')])?.state).toBe(
      'running',
    );
  });
});

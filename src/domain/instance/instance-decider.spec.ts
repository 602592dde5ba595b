import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller } from '../kernel/caller.ts';
import { fold } from '../kernel/decider.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import { actsOf } from './instance-acts.ts';
import { instanceDecider } from './instance-decider.ts';
import type { InstanceEvent } from './instance-events.ts';

const { given } = specificationOf(instanceDecider);

const member: Caller = { accountId: 'account-ada', username: 'ada', roles: ['member'] };
const otherMember: Caller = { accountId: 'account-bob', username: 'bob', roles: ['member'] };
const auditor: Caller = { accountId: 'account-eve', username: 'eve', roles: ['auditor'] };
const admin: Caller = { accountId: 'account-root', username: 'root', roles: ['member', 'admin'] };

const good = { phase: 'active', disabled: false } as const;
const disabled = { phase: 'active', disabled: true } as const;
const erasing = { phase: 'erasing', disabled: false } as const;
const erased = { phase: 'erased', disabled: false } as const;

const wish = {
  instanceId: 'i-1',
  kind: 'lxc',
  templateId: 'debian-13',
  hostname: 'web',
  defaultDomain: 'web-ada-container.netsoc.cloud',
  reason: 'A blog for the chess club',
  resources: { cores: 1, memoryMiB: 512, diskGiB: 10, swapMiB: 512 },
} as const;

const requested: InstanceEvent = { type: 'instance-requested', data: { ...wish, owner: member.accountId } };
const approved: InstanceEvent = { type: 'instance-request-approved', data: { instanceId: 'i-1' } };
const refused: InstanceEvent = {
  type: 'instance-request-refused',
  data: { instanceId: 'i-1', owner: member.accountId, reason: 'No capacity' },
};
const withdrawn: InstanceEvent = { type: 'instance-request-withdrawn', data: { instanceId: 'i-1' } };
const guest = { node: 'pve1', vmid: 10_001, address: '10.10.10.7' };
const provisioned: InstanceEvent = { type: 'instance-provisioned', data: { instanceId: 'i-1', ...guest } };
const suspended: InstanceEvent = {
  type: 'instance-suspended',
  data: { instanceId: 'i-1', because: 'owner-disabled' },
};
const deletionBegun: InstanceEvent = {
  type: 'instance-deletion-begun',
  data: { instanceId: 'i-1', because: 'owner-erased' },
};
const deleted: InstanceEvent = { type: 'instance-deleted', data: { instanceId: 'i-1' } };
const abandoned: InstanceEvent = {
  type: 'instance-provisioning-abandoned',
  data: { instanceId: 'i-1', reason: 'The storage is broken' },
};

describe('requesting an instance', () => {
  it('makes the person who asks its owner', () => {
    given([])
      .when({ type: 'request-instance', caller: member, account: good, ...wish })
      .then([requested]);
  });

  it('is not for people who may only look', () => {
    given([])
      .when({ type: 'request-instance', caller: auditor, account: good, ...wish })
      .thenRefused('not-allowed');
  });

  it.each([
    ['disabled', disabled, 'account-disabled'],
    ['being erased', erasing, 'erasure-begun'],
    ['erased', erased, 'erasure-begun'],
  ])('is not for somebody whose account is %s, although they were let in before', (_, account, code) => {
    given([])
      .when({ type: 'request-instance', caller: member, account, ...wish })
      .thenRefused(code);
  });

  it('is refused for an instance that exists', () => {
    given([requested])
      .when({ type: 'request-instance', caller: member, account: good, ...wish })
      .thenRefused('instance-exists');
  });
});

describe('approving a request', () => {
  it('is up to an admin', () => {
    given([requested]).when({ type: 'approve-request', caller: admin, owner: good }).then([approved]);
  });

  it.each([member, auditor])('is not up to $username', (caller) => {
    given([requested]).when({ type: 'approve-request', caller, owner: good }).thenRefused('not-allowed');
  });

  it.each([
    ['approved', [approved]],
    ['refused', [refused]],
    ['withdrawn', [withdrawn]],
    ['provisioned', [approved, provisioned]],
    ['given up', [approved, abandoned]],
    ['suspended', [approved, provisioned, suspended]],
    ['deleted', [approved, provisioned, deletionBegun, deleted]],
  ])('is refused once the request was %s', (_, later) => {
    given([requested, ...later])
      .when({ type: 'approve-request', caller: admin, owner: good })
      .thenRefused('request-not-pending');
  });

  it.each([
    ['disabled', disabled, 'owner-disabled'],
    ['being erased', erasing, 'owner-erased'],
    ['erased', erased, 'owner-erased'],
  ])('is refused while its owner is %s; refusing is not', (_, owner, code) => {
    given([requested]).when({ type: 'approve-request', caller: admin, owner }).thenRefused(code);
    given([requested]).when({ type: 'refuse-request', caller: admin, reason: 'No capacity' }).then([refused]);
  });

  it('needs a request', () => {
    given([]).when({ type: 'approve-request', caller: admin, owner: good }).thenRefused('instance-unknown');
  });
});

describe('refusing a request', () => {
  it('is up to an admin, who says why', () => {
    given([requested]).when({ type: 'refuse-request', caller: admin, reason: 'No capacity' }).then([refused]);
  });

  it('is not up to a member', () => {
    given([requested]).when({ type: 'refuse-request', caller: member, reason: 'x' }).thenRefused('not-allowed');
  });

  it('comes too late after the approval', () => {
    given([requested, approved])
      .when({ type: 'refuse-request', caller: admin, reason: 'x' })
      .thenRefused('request-not-pending', { state: 'provisioning' });
  });
});

describe('withdrawing a request', () => {
  it('is up to the owner', () => {
    given([requested]).when({ type: 'withdraw-request', caller: member }).then([withdrawn]);
  });

  it.each([otherMember, admin])('is not up to $username', (caller) => {
    given([requested]).when({ type: 'withdraw-request', caller }).thenRefused('not-allowed');
  });

  it('comes too late after the approval', () => {
    given([requested, approved]).when({ type: 'withdraw-request', caller: member }).thenRefused('request-not-pending');
  });
});

describe('what the provisioning process records', () => {
  it('is that the guest runs', () => {
    given([requested, approved])
      .when({ type: 'record-provisioned', ...guest })
      .then([provisioned]);
  });

  it('is that the provisioning was given up', () => {
    given([requested, approved])
      .when({ type: 'record-provisioning-abandoned', reason: 'The storage is broken' })
      .then([abandoned]);
  });

  it('changes nothing when it is said twice', () => {
    given([requested, approved, provisioned])
      .when({ type: 'record-provisioned', ...guest })
      .thenNothing();
    given([requested, approved, abandoned]).when({ type: 'record-provisioning-abandoned', reason: 'x' }).thenNothing();
  });

  it('cannot contradict what was recorded', () => {
    given([requested, approved, provisioned])
      .when({ type: 'record-provisioned', ...guest, vmid: 10_002 })
      .thenRefused('instance-not-provisioning');
    given([requested, approved, provisioned])
      .when({ type: 'record-provisioning-abandoned', reason: 'x' })
      .thenRefused('instance-not-provisioning');
  });

  it('needs an approval', () => {
    given([requested])
      .when({ type: 'record-provisioned', ...guest })
      .thenRefused('instance-not-provisioning');
  });
});

describe('what is offered to a person', () => {
  const histories: readonly (readonly InstanceEvent[])[] = [
    [],
    [requested],
    [requested, approved],
    [requested, refused],
    [requested, withdrawn],
    [requested, approved, provisioned],
    [requested, approved, abandoned],
    [requested, approved, provisioned, suspended],
    [requested, approved, provisioned, deletionBegun],
    [requested, approved, provisioned, deletionBegun, deleted],
  ];

  it('is exactly what is accepted, with the same reason when it is not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...histories),
        fc.constantFrom(member, otherMember, auditor, admin),
        fc.constantFrom(good, disabled, erasing, erased),
        fc.constantFrom('approve', 'refuse', 'withdraw'),
        (history, caller, owner, name) => {
          const state = fold(instanceDecider.evolve, instanceDecider.initialState, history);
          const act = actsOf(state, caller, owner)[name];
          const commands = {
            approve: { type: 'approve-request', caller, owner },
            refuse: { type: 'refuse-request', caller, reason: 'x' },
            withdraw: { type: 'withdraw-request', caller },
          } as const;
          const decide = () => instanceDecider.decide(commands[name], state);
          if (act.allowed) expect(decide()).toHaveLength(1);
          else expect(decide).toThrow(new DomainError(act.kind, act.code, act.reason));
        },
      ),
    );
  });

  it('says of a parked provisioning that the request was approved', () => {
    expect(actsOf({ status: 'parked', owner: member.accountId }, member, good).withdraw).toMatchObject({
      allowed: false,
      reason: 'The request was approved already.',
    });
  });
});

describe('a history that cannot be', () => {
  it('is refused, not read as something else', () => {
    expect(() => fold(instanceDecider.evolve, instanceDecider.initialState, [approved])).toThrow(
      'instance-request-approved before the instance was requested',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { fold } from '../kernel/decider.ts';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { InstanceCommand } from './instance-commands.ts';
import { instanceDecider } from './instance-decider.ts';
import type { InstanceEvent } from './instance-events.ts';
import type { InstanceState } from './instance-state.ts';

const { given } = specificationOf(instanceDecider);

const instanceId = 'i-1';
const guest = { node: 'pve1', vmid: 10_001, address: '10.10.10.7' };

const requested: InstanceEvent = {
  type: 'instance-requested',
  data: {
    instanceId,
    owner: 'a-1',
    kind: 'lxc',
    templateId: 'debian-13',
    hostname: 'web',
    defaultDomain: 'web-ada-container.netsoc.cloud',
    reason: 'A blog for the chess club',
    resources: { cores: 1, memoryMiB: 512, diskGiB: 10, swapMiB: 512 },
  },
};
const approved: InstanceEvent = { type: 'instance-request-approved', data: { instanceId } };
const provisioned: InstanceEvent = { type: 'instance-provisioned', data: { instanceId, ...guest } };
const suspended: InstanceEvent = { type: 'instance-suspended', data: { instanceId, because: 'owner-disabled' } };
const resumed: InstanceEvent = { type: 'instance-resumed', data: { instanceId } };
const deletionBegun: InstanceEvent = { type: 'instance-deletion-begun', data: { instanceId, because: 'owner-erased' } };
const deleted: InstanceEvent = { type: 'instance-deleted', data: { instanceId } };

const running = [requested, approved, provisioned];

/** What led to each state. */
const historyTo: Readonly<Record<InstanceState['status'], readonly InstanceEvent[]>> = {
  absent: [],
  pending: [requested],
  refused: [requested, { type: 'instance-request-refused', data: { instanceId, reason: 'No capacity', owner: 'a-1' } }],
  withdrawn: [requested, { type: 'instance-request-withdrawn', data: { instanceId } }],
  provisioning: [requested, approved],
  abandoned: [
    requested,
    approved,
    { type: 'instance-provisioning-abandoned', data: { instanceId, reason: 'The storage is broken' } },
  ],
  running,
  suspended: [...running, suspended],
  deleting: [...running, deletionBegun],
  deleted: [...running, deletionBegun, deleted],
};

const suspend: InstanceCommand = { type: 'suspend-instance', because: 'owner-disabled' };
const resume: InstanceCommand = { type: 'resume-instance' };
const beginDeletion: InstanceCommand = { type: 'begin-deletion', because: 'owner-erased' };
const recordDeleted: InstanceCommand = { type: 'record-deleted' };

type Status = InstanceState['status'];
const states = Object.keys(historyTo) as readonly Status[];

/** What follows in which state; in every other one the command is refused. */
const outcomes: readonly (readonly [
  string,
  InstanceCommand,
  Readonly<Partial<Record<Status, readonly InstanceEvent[]>>>,
])[] = [
  ['suspending', suspend, { running: [suspended], suspended: [] }],
  ['resuming', resume, { suspended: [resumed], running: [] }],
  ['deleting', beginDeletion, { running: [deletionBegun], suspended: [deletionBegun], deleting: [], deleted: [] }],
  ['recording the deletion of', recordDeleted, { deleting: [deleted], deleted: [] }],
];

describe.each(outcomes)('%s an instance', (_, command, follows) => {
  it.each(states.filter((state) => (follows[state] ?? []).length > 0))('happens when it is %s', (state) => {
    given(historyTo[state])
      .when(command)
      .then(follows[state] ?? []);
  });

  it.each(states.filter((state) => follows[state]?.length === 0))(
    'changes nothing when it is %s: it is done already',
    (state) => {
      given(historyTo[state]).when(command).thenNothing();
    },
  );

  it.each(states.filter((state) => follows[state] === undefined))('is refused when it is %s', (state) => {
    given(historyTo[state]).when(command).thenRefused('instance-not-running', { state });
  });
});

describe('an instance', () => {
  it('can be suspended again after it was resumed', () => {
    given([...historyTo.suspended, resumed])
      .when(suspend)
      .then([suspended]);
  });

  it('can be deleted while it is suspended', () => {
    given([...historyTo.suspended, deletionBegun])
      .when(recordDeleted)
      .then([deleted]);
  });

  it.each(['suspended', 'deleting', 'deleted'] as const)('still knows its guest when it is %s', (state) => {
    expect(fold(instanceDecider.evolve, instanceDecider.initialState, historyTo[state])).toMatchObject({
      status: state,
      ...guest,
      hostname: 'web',
    });
  });

  it.each([suspended, resumed, deletionBegun, deleted])(
    'cannot have a history in which it had no guest before $type',
    (event) => {
      expect(() => fold(instanceDecider.evolve, instanceDecider.initialState, [requested, approved, event])).toThrow(
        `${event.type} before the instance had a guest`,
      );
    },
  );
});

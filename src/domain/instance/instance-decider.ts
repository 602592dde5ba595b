import type { Decider } from '../kernel/decider.ts';
import { insist } from '../kernel/act.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { mayApprove, mayRefuse, mayRequest, mayWithdraw } from './instance-acts.ts';
import type {
  ApproveRequest,
  InstanceCommand,
  RecordProvisioned,
  RecordProvisioningAbandoned,
  RefuseRequest,
  RequestInstance,
  WithdrawRequest,
} from './instance-commands.ts';
import type { InstanceEvent } from './instance-events.ts';
import { beginDeletion, recordDeleted, resumeInstance, suspendInstance } from './guest-rules.ts';
import { evolveInstance, initialInstanceState } from './instance-state.ts';
import type { InstanceState } from './instance-state.ts';

type Existing = Exclude<InstanceState, { status: 'absent' }>;

/** A member or admin asks; the owner is always the person who asks. */
const requestInstance = (command: RequestInstance, state: InstanceState): readonly InstanceEvent[] => {
  insist(mayRequest(command.caller, command.account));
  if (state.status !== 'absent') {
    throw new DomainError('conflict', 'instance-exists', 'This instance was requested already.');
  }
  const { instanceId, kind, templateId, hostname, defaultDomain, reason, resources } = command;
  const owner = command.caller.accountId;
  return [
    {
      type: 'instance-requested',
      data: { instanceId, owner, kind, templateId, hostname, defaultDomain, reason, resources },
    },
  ];
};

const approveRequest = ({ caller, owner }: ApproveRequest, state: InstanceState): readonly InstanceEvent[] => {
  insist(mayApprove(state, caller, owner));
  return [{ type: 'instance-request-approved', data: { instanceId: existing(state).instanceId } }];
};

const refuseRequest = ({ caller, reason }: RefuseRequest, state: InstanceState): readonly InstanceEvent[] => {
  insist(mayRefuse(state, caller));
  const { instanceId, owner } = existing(state);
  return [{ type: 'instance-request-refused', data: { instanceId, reason, owner } }];
};

const withdrawRequest = ({ caller }: WithdrawRequest, state: InstanceState): readonly InstanceEvent[] => {
  insist(mayWithdraw(state, caller));
  return [{ type: 'instance-request-withdrawn', data: { instanceId: existing(state).instanceId } }];
};

/** Said again after a crash, it changes nothing. */
const recordProvisioned = (command: RecordProvisioned, state: InstanceState): readonly InstanceEvent[] => {
  const { node, vmid, address } = command;
  if (state.status === 'running' && state.node === node && state.vmid === vmid && state.address === address) return [];
  insistOnProvisioning(state);
  return [{ type: 'instance-provisioned', data: { instanceId: existing(state).instanceId, node, vmid, address } }];
};

/** Said again after a crash, it changes nothing. */
const recordProvisioningAbandoned = (
  { reason }: RecordProvisioningAbandoned,
  state: InstanceState,
): readonly InstanceEvent[] => {
  if (state.status === 'abandoned') return [];
  insistOnProvisioning(state);
  return [{ type: 'instance-provisioning-abandoned', data: { instanceId: existing(state).instanceId, reason } }];
};

const insistOnProvisioning = (state: InstanceState): void => {
  if (state.status !== 'provisioning') {
    throw new DomainError('conflict', 'instance-not-provisioning', 'The instance is not being provisioned.', {
      state: state.status,
    });
  }
};

const existing = (state: InstanceState): Existing => {
  if (state.status === 'absent') throw new DomainError('not-found', 'instance-unknown', 'There is no such instance.');
  return state;
};

const decideInstance = (command: InstanceCommand, state: InstanceState): readonly InstanceEvent[] => {
  switch (command.type) {
    case 'request-instance':
      return requestInstance(command, state);
    case 'approve-request':
      return approveRequest(command, state);
    case 'refuse-request':
      return refuseRequest(command, state);
    case 'withdraw-request':
      return withdrawRequest(command, state);
    case 'record-provisioned':
      return recordProvisioned(command, state);
    case 'record-provisioning-abandoned':
      return recordProvisioningAbandoned(command, state);
    case 'suspend-instance':
      return suspendInstance(command, state);
    case 'resume-instance':
      return resumeInstance(state);
    case 'begin-deletion':
      return beginDeletion(command, state);
    case 'record-deleted':
      return recordDeleted(state);
    default:
      return unreachable(command);
  }
};

/** The rules of one instance, from request to deletion. */
export const instanceDecider: Decider<InstanceCommand, InstanceState, InstanceEvent> = {
  decide: decideInstance,
  evolve: evolveInstance,
  initialState: initialInstanceState,
};

import type { Caller } from '../kernel/caller.ts';
import type { OwnerInView } from './instance-acts.ts';
import type { InstanceKind, Resources } from './instance-events.ts';

export type RequestInstance = Readonly<{
  type: 'request-instance';
  caller: Caller;
  /** How the caller's account stands. */
  account: OwnerInView;
  instanceId: string;
  kind: InstanceKind;
  templateId: string;
  hostname: string;
  defaultDomain: string;
  reason: string;
  resources: Resources;
}>;

export type ApproveRequest = Readonly<{ type: 'approve-request'; caller: Caller; owner: OwnerInView }>;

export type RefuseRequest = Readonly<{ type: 'refuse-request'; caller: Caller; reason: string }>;

export type WithdrawRequest = Readonly<{ type: 'withdraw-request'; caller: Caller }>;

/** From the provisioning process: the guest runs. */
export type RecordProvisioned = Readonly<{
  type: 'record-provisioned';
  node: string;
  vmid: number;
  address: string;
}>;

/** From the provisioning process: what it had made is taken back. */
export type RecordProvisioningAbandoned = Readonly<{ type: 'record-provisioning-abandoned'; reason: string }>;

/** From the process that follows the standing of its owner. */
export type SuspendInstance = Readonly<{ type: 'suspend-instance'; because: 'owner-disabled' }>;
export type ResumeInstance = Readonly<{ type: 'resume-instance' }>;

/** From the process that erases its owner. */
export type BeginDeletion = Readonly<{ type: 'begin-deletion'; because: 'owner-erased' }>;

/** From the deletion process: the guest is gone. */
export type RecordDeleted = Readonly<{ type: 'record-deleted' }>;

export type InstanceCommand =
  | RequestInstance
  | ApproveRequest
  | RefuseRequest
  | WithdrawRequest
  | RecordProvisioned
  | RecordProvisioningAbandoned
  | SuspendInstance
  | ResumeInstance
  | BeginDeletion
  | RecordDeleted;

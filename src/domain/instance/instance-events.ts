import type { DomainEvent } from '../kernel/event.ts';

/** `lxc` is a container, `vps` a virtual machine (Proxmox: lxc, qemu). */
export type InstanceKind = 'lxc' | 'vps';

export type Resources = Readonly<{
  cores: number;
  memoryMiB: number;
  diskGiB: number;
  swapMiB: number;
}>;

export type InstanceRequested = DomainEvent<
  'instance-requested',
  {
    instanceId: string;
    /** Account id of the person who asked and will own the instance. */
    owner: string;
    kind: InstanceKind;
    templateId: string;
    /** A DNS label, unique among all instances. */
    hostname: string;
    /** `{hostname}-{username}-{container|vps}.{base}`; personal, because it names the owner. */
    defaultDomain: string;
    /** Free text, personal. */
    reason: string;
    resources: Resources;
  }
>;

export type InstanceRequestApproved = DomainEvent<'instance-request-approved', { instanceId: string }>;

export type InstanceRequestRefused = DomainEvent<
  'instance-request-refused',
  { instanceId: string; /** Shown to the owner; free text, personal to the owner. */ reason: string; owner: string }
>;

export type InstanceRequestWithdrawn = DomainEvent<'instance-request-withdrawn', { instanceId: string }>;

/** The guest exists, runs and answers: the request is fulfilled. */
export type InstanceProvisioned = DomainEvent<
  'instance-provisioned',
  {
    instanceId: string;
    node: string;
    vmid: number;
    /** IPv4 address without prefix length. */
    address: string;
  }
>;

/** An admin gave the provisioning up; everything it had made was taken back. */
export type InstanceProvisioningAbandoned = DomainEvent<
  'instance-provisioning-abandoned',
  { instanceId: string; reason: string }
>;

/** Stopped and not routed, until it is resumed. */
export type InstanceSuspended = DomainEvent<'instance-suspended', { instanceId: string; because: 'owner-disabled' }>;

export type InstanceResumed = DomainEvent<'instance-resumed', { instanceId: string }>;

/** No way back: the guest and what it holds are being removed. */
export type InstanceDeletionBegun = DomainEvent<
  'instance-deletion-begun',
  { instanceId: string; because: 'owner-erased' }
>;

/** The guest is gone; its names are free again. */
export type InstanceDeleted = DomainEvent<'instance-deleted', { instanceId: string }>;

export type InstanceEvent =
  | InstanceRequested
  | InstanceRequestApproved
  | InstanceRequestRefused
  | InstanceRequestWithdrawn
  | InstanceProvisioned
  | InstanceProvisioningAbandoned
  | InstanceSuspended
  | InstanceResumed
  | InstanceDeletionBegun
  | InstanceDeleted;

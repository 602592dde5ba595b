import type { InstanceKind } from '../../domain/instance/instance-events.ts';

/** What we ask of Proxmox VE (8.4 to 9.1), in our words. The adapter is in infrastructure/proxmox. */

export type NodeFacts = Readonly<{
  name: string;
  online: boolean;
  cores: number;
  /** Bytes. */
  memoryTotal: number;
  memoryUsed: number;
}>;

export type GuestFacts = Readonly<{
  vmid: number;
  node: string;
  kind: InstanceKind;
  name: string | undefined;
  status: 'running' | 'stopped' | 'unknown';
  template: boolean;
  tags: readonly string[];
}>;

export type ClusterFacts = Readonly<{ nodes: readonly NodeFacts[]; guests: readonly GuestFacts[] }>;

/** Identity of one guest on the cluster. */
export type GuestRef = Readonly<{ kind: InstanceKind; node: string; vmid: number }>;

/**
 * Our mark on a guest: the instance id in a line of its description, and the tag `netsoc-cloud`.
 * A guest without the stamp is never changed or destroyed.
 */
export type Stamp = Readonly<{ instanceId: string }>;

export type ContainerSource =
  /** `local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst` */
  | Readonly<{ type: 'vztmpl'; volume: string }>
  /** Vmid and node of a guest that is a Proxmox template. */
  | Readonly<{ type: 'clone'; vmid: number; node: string }>;

export type MachineSource =
  Readonly<{ type: 'image'; volume: string }> | Readonly<{ type: 'clone'; vmid: number; node: string }>;

export type GuestNetwork = Readonly<{
  bridge: string;
  vlan: number | undefined;
  /** `10.10.10.7` */
  address: string;
  /** 24 */
  prefixLength: number;
  gateway: string;
  nameservers: readonly string[];
  /** Locally administered unicast MAC address, derived from the reservation. */
  macAddress: string;
}>;

export type GuestSpec = Readonly<{
  guest: GuestRef;
  stamp: Stamp;
  hostname: string;
  source: ContainerSource | MachineSource;
  storage: string;
  pool: string | undefined;
  cores: number;
  memoryMiB: number;
  swapMiB: number;
  diskGiB: number;
  network: GuestNetwork;
  /** OpenSSH public keys for root, one per entry. */
  sshKeys: readonly string[];
}>;

/** Reference of a running Proxmox task. */
export type TaskRef = Readonly<{ upid: string }>;

export type TaskState =
  | Readonly<{ state: 'running' }>
  | Readonly<{ state: 'succeeded'; warnings: boolean }>
  | Readonly<{ state: 'failed'; exitStatus: string }>
  /** The node no longer knows the task. */
  | Readonly<{ state: 'vanished' }>;

/**
 * - `unreachable`: refused, dropped or timed out: unknown whether it took effect, look before repeating
 * - `rejected`: parameters or state refused (400, 500 with a reason): repeating as is will not help soon
 * - `denied`: 401, 403
 * - `busy`: locked or overloaded: try again
 */
export type HypervisorFailure = 'unreachable' | 'rejected' | 'denied' | 'busy';

export class HypervisorError extends Error {
  override readonly name = 'HypervisorError';
  readonly failure: HypervisorFailure;
  /** Proxmox's own words (the HTTP reason phrase), or the socket's. */
  readonly detail: string;

  constructor(failure: HypervisorFailure, message: string, detail: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
    this.detail = detail;
  }
}

export type CommandResult = Readonly<{ exitCode: number; stdout: string; stderr: string }>;

/** Every method throws HypervisorError. */
export type Hypervisor = Readonly<{
  version: () => Promise<string>;
  cluster: () => Promise<ClusterFacts>;
  /**
   * The guest that carries our stamp for this instance, whole, looked up at `guest`'s vmid. Undefined when there is none,
   * or only what a creation of ours that was cut short has left. Throws `busy` while it is being created, and
   * `rejected` when the vmid belongs to somebody else.
   */
  findStamped: (guest: GuestRef, stamp: Stamp) => Promise<GuestFacts | undefined>;
  /**
   * Creates from a vztmpl or image, or clones from a template guest; the stamp is set in the same call.
   * Throws `busy` when it first has to clear away what a creation that was cut short has left.
   */
  create: (spec: GuestSpec) => Promise<TaskRef>;
  /** Sets what a clone could not be given (resources, network, tags); repeatable. */
  configure: (spec: GuestSpec) => Promise<void>;
  /** Grows the root disk to at least `diskGiB`; undefined when there is nothing to do. */
  growDisk: (spec: GuestSpec) => Promise<TaskRef | undefined>;
  start: (guest: GuestRef, stamp: Stamp) => Promise<TaskRef | undefined>;
  stop: (guest: GuestRef, stamp: Stamp) => Promise<TaskRef | undefined>;
  /** Refuses a guest without our stamp. Undefined when the guest is already gone. Throws `busy` while it is being created. */
  destroy: (guest: GuestRef, stamp: Stamp) => Promise<TaskRef | undefined>;
  task: (task: TaskRef) => Promise<TaskState>;
  /** Log lines from `fromLine` (0-based) on, without the placeholder `no content`. */
  taskLog: (task: TaskRef, fromLine: number) => Promise<readonly string[]>;
  /** IPv4 addresses that the guest itself reports, without loopback. */
  guestAddresses: (guest: GuestRef) => Promise<readonly string[]>;
  /** Runs a program inside a container over SSH (`pct exec`), arguments as a list, input on stdin. */
  runInside: (guest: GuestRef, argv: readonly string[], stdin?: string) => Promise<CommandResult>;
  close: () => Promise<void>;
}>;

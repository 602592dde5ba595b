import type { AddressPool } from '../../../domain/provisioning/address-pool.ts';
import type { NumberRange } from '../../../domain/provisioning/number-pool.ts';

/** How and where guests are made, by configuration. */
export type ProvisioningSettings = Readonly<{
  /** Nodes on which nothing is created. */
  excludedNodes: readonly string[];
  /** Proxmox resource pool for new guests. */
  pool: string | undefined;
  /** Storage for their disks. */
  storage: string;
  vmids: NumberRange;
  network: AddressPool & Readonly<{ bridge: string; vlan: number | undefined; nameservers: readonly string[] }>;
  /** Between two looks at a running task or a booting guest. Default: 1000. */
  pollMilliseconds?: number;
  /** How long one try waits for a started guest to report its address. Default: 120 000. */
  networkPatienceMilliseconds?: number;
}>;

/** The Proxmox VE cluster that the lab pretends to have: two nodes, three storages, one template file, one template guest. */

export type LabNode = Readonly<{ name: string; cores: number; memoryBytes: number }>;

const gibibyte = 2 ** 30;

export const labNodes: readonly LabNode[] = [
  { name: 'pve1', cores: 16, memoryBytes: 64 * gibibyte },
  { name: 'pve2', cores: 8, memoryBytes: 32 * gibibyte },
];

export type LabStorage = Readonly<{
  name: string;
  plugin: string;
  content: readonly string[];
  /** The same on every node: only then can a clone land on another node. */
  shared: boolean;
  bytes: number;
}>;

export const labStorages: readonly LabStorage[] = [
  {
    name: 'local',
    plugin: 'dir',
    content: ['vztmpl', 'iso', 'backup', 'snippets'],
    shared: false,
    bytes: 400 * gibibyte,
  },
  { name: 'local-lvm', plugin: 'lvmthin', content: ['rootdir', 'images'], shared: false, bytes: 800 * gibibyte },
  { name: 'tank', plugin: 'rbd', content: ['rootdir', 'images'], shared: true, bytes: 4096 * gibibyte },
];

/** On the storage `local` of every node. */
export const labContainerTemplate = {
  volume: 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst',
  bytes: 126_515_062,
} as const;

/** A container that is a Proxmox template, on shared storage, to be cloned. */
export const labTemplateGuest = { vmid: 9000, node: 'pve1', name: 'debian-12-template', storage: 'tank' } as const;

/** Guests of other people on the same cluster; the portal must leave them alone. */
export const labForeignGuests = { container: 100, machine: 101 } as const;

export const labPool = 'netsoc';
export const labBridge = 'vmbr0';
export const labVersion = { version: '8.4.1', release: '8.4', repoid: '2a2fa54b8503f96c' } as const;

/** The privileges of the role that the portal's token has on `/`; the least that its calls need. */
export const labRolePrivileges: readonly string[] = [
  'Datastore.AllocateSpace',
  'Datastore.Audit',
  'Pool.Audit',
  'SDN.Use',
  'Sys.Audit',
  'VM.Allocate',
  'VM.Audit',
  'VM.Clone',
  'VM.Config.CPU',
  'VM.Config.Disk',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.Options',
  'VM.PowerMgmt',
];

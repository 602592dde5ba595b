import type { LabNode } from './cluster-layout.ts';
import type { LabGuest } from './cluster-state.ts';

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Bytes of `8G`; 0 for text that is no size. */
export const bytesOf = (size: string): number => {
  const [, amount = '0', unit = ''] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(size) ?? [];
  return Math.round(Number(amount) * (units[unit] ?? 1));
};

/** The size of the first disk, in bytes; 0 while there is none. */
export const diskBytes = (guest: LabGuest): number => {
  const disk = guest.config[guest.type === 'lxc' ? 'rootfs' : 'scsi0'] ?? '';
  return bytesOf(/(?:^|,)size=([^,]+)/.exec(disk)?.[1] ?? '0');
};

const megabytes = (guest: LabGuest, option: string): number => Number(guest.config[option] ?? '512') * 2 ** 20;

/** Name as lists show it. */
export const nameOf = (guest: LabGuest): string =>
  guest.config['hostname'] ??
  guest.config['name'] ??
  `${guest.type === 'lxc' ? 'CT' : 'VM'}${guest.type === 'lxc' ? '' : ' '}${String(guest.vmid)}`;

const uptimeOf = (guest: LabGuest): number =>
  guest.runningSince === undefined ? 0 : Math.floor((Date.now() - guest.runningSince) / 1000);

/** Figures that resources, lists and the guest's own status share. */
const figures = (guest: LabGuest): Readonly<Record<string, unknown>> => {
  const running = guest.runningSince !== undefined;
  return {
    ...(guest.config['lock'] !== undefined && { lock: guest.config['lock'] }),
    ...(guest.config['tags'] !== undefined && { tags: guest.config['tags'] }),
    name: nameOf(guest),
    cpu: running ? 0.012 : 0,
    mem: running ? Math.round(megabytes(guest, 'memory') / 5) : 0,
    maxmem: megabytes(guest, 'memory'),
    maxdisk: diskBytes(guest),
    netin: 0,
    netout: 0,
    diskread: 0,
    diskwrite: 0,
    uptime: uptimeOf(guest),
  };
};

/** A guest's row of `/cluster/resources`. */
export const resourceRow = (guest: LabGuest, offline: boolean): Readonly<Record<string, unknown>> => ({
  ...figures(guest),
  id: `${guest.type}/${String(guest.vmid)}`,
  type: guest.type,
  node: guest.node,
  vmid: guest.vmid,
  ...(guest.pool !== undefined && { pool: guest.pool }),
  template: guest.config['template'] === '1' ? 1 : 0,
  maxcpu: Number(guest.config['cores'] ?? '1'),
  disk: 0,
  status: offline ? 'unknown' : guest.runningSince === undefined ? 'stopped' : 'running',
});

/** `status/current`; Perl gives some of its numbers as text. */
export const currentStatus = (guest: LabGuest): Readonly<Record<string, unknown>> => {
  const running = guest.runningSince !== undefined;
  return {
    ...figures(guest),
    type: guest.type,
    vmid: guest.type === 'lxc' ? String(guest.vmid) : guest.vmid,
    status: running ? 'running' : 'stopped',
    cpus: Number(guest.config['cores'] ?? '1'),
    ha: { managed: 0 },
    ...(guest.config['template'] === '1' && { template: 1 }),
    ...(guest.type === 'lxc' && {
      maxswap: megabytes(guest, 'swap'),
      swap: 0,
      disk: running ? '11665408' : 0,
      maxdisk: running ? String(diskBytes(guest)) : diskBytes(guest),
      ...(running && { pid: String(20_000 + guest.vmid) }),
    }),
    ...(guest.type === 'qemu' && { qmpstatus: running ? 'running' : 'stopped' }),
  };
};

/** Memory that a node's guests and the node itself take. */
export const nodeMemoryUsed = (node: string, guests: readonly LabGuest[]): number =>
  guests
    .filter((guest) => guest.node === node && guest.runningSince !== undefined)
    .reduce((sum, guest) => sum + Math.round(megabytes(guest, 'memory') / 5), 3 * 2 ** 30);

/** A node's row of `/cluster/resources`; what an offline node would have to tell itself is missing. */
export const nodeRow = (
  node: LabNode,
  guests: readonly LabGuest[],
  offline: boolean,
): Readonly<Record<string, unknown>> => ({
  id: `node/${node.name}`,
  type: 'node',
  node: node.name,
  level: '',
  status: offline ? 'offline' : 'online',
  ...(!offline && {
    cpu: 0.03,
    maxcpu: node.cores,
    mem: nodeMemoryUsed(node.name, guests),
    maxmem: node.memoryBytes,
    disk: 14_254_190_592,
    maxdisk: 100 * 2 ** 30,
    uptime: 86_400,
    'cgroup-mode': 2,
  }),
});

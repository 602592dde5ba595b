import { createHash } from 'node:crypto';
import { bytesOf } from './guest-reports.ts';

/** Log lines as real tasks write them, backspaces of progress bars included. */

const uuid = (seed: string): string =>
  createHash('sha256')
    .update(seed)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const fileSystem = (volume: string, size: string): readonly string[] => {
  const blocks = Math.round(bytesOf(size) / 4096);
  const groups = Math.max(1, Math.ceil(blocks / 32_768));
  const bar = (name: string): string => {
    const start = `0/${String(groups)}`;
    const back = '\b'.repeat(start.length);
    return `${name}: ${start}${back}${' '.repeat(start.length)}${back}done                            `;
  };
  return [
    `Creating filesystem with ${String(blocks)} 4k blocks and ${String(blocks / 4)} inodes`,
    `Filesystem UUID: ${uuid(volume)}`,
    'Superblock backups stored on blocks: ',
    '\t32768, 98304, 163840, 229376',
    '',
    bar('Allocating group tables'),
    bar('Writing inode tables'),
    'Creating journal (16384 blocks): done',
    'Multiple mount protection is enabled with update interval 5 seconds.',
    bar('Writing superblocks and filesystem accounting information'),
    '',
  ];
};

const hostKeys = (hostname: string): readonly string[] =>
  ['rsa', 'ecdsa', 'ed25519'].flatMap((type) => [
    `Creating SSH host key 'ssh_host_${type}_key' - this may take some time ...`,
    `done: SHA256:${createHash('sha256').update(`${hostname} ${type}`).digest('base64').replace(/=+$/, '')} root@${hostname}`,
  ]);

/** `vzcreate` from a template archive. */
export const creationLines = (volume: string, size: string, archive: string, hostname: string): readonly string[] => [
  `  Logical volume "${volume.replace(/^[^:]*:/, '')}" created.`,
  ...fileSystem(volume, size),
  `extracting archive '/var/lib/vz/template/cache/${archive.replace(/^.*\//, '')}'`,
  'Total bytes read: 522782720 (499MiB, 268MiB/s)',
  'Detected container architecture: amd64',
  ...hostKeys(hostname),
];

/** `vzclone`, full. */
export const cloneLines = (source: string, target: string, size: string): readonly string[] => [
  `create full clone of mountpoint rootfs (${source})`,
  ...fileSystem(target, size),
  'Number of files: 19,124 (reg: 14,019, dir: 1,849, link: 3,254, special: 2)',
  'Total file size: 431,817,002 bytes',
  'sent 433,001,771 bytes  received 292,110 bytes  173,317,552.40 bytes/sec',
  'total size is 431,817,002  speedup is 1.00',
];

/** `resize`. */
export const resizeLines = (volume: string, from: string, to: string): readonly string[] => [
  `  Size of logical volume ${volume} changed from ${from} to ${to}.`,
  `  Logical volume ${volume} successfully resized.`,
  'e2fsck 1.47.0 (5-Feb-2023)',
  'Pass 1: Checking inodes, blocks, and sizes',
  'Pass 5: Checking group summary information',
  'resize2fs 1.47.0 (5-Feb-2023)',
];

/** `vzdestroy`. */
export const removalLines = (vmid: number): readonly string[] => [
  `  Logical volume "vm-${String(vmid)}-disk-0" successfully removed.`,
  `purging CT ${String(vmid)} from related configurations..`,
];

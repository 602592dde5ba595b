import { z } from 'zod';
import { labBridge, labForeignGuests, labTemplateGuest } from './cluster-layout.ts';

const guestFile = z.strictObject({ content: z.string(), mode: z.string(), owner: z.string() });

const guest = z.strictObject({
  vmid: z.int(),
  type: z.enum(['lxc', 'qemu']),
  node: z.string(),
  /** The configuration file: option to value, as text. */
  config: z.record(z.string(), z.string()),
  pool: z.string().optional(),
  /** Milliseconds since 1970 of the last start; absent when stopped. */
  runningSince: z.number().optional(),
  /** The files that programs inside have made, and the folders (content empty, path with a final slash). */
  files: z.record(z.string(), guestFile),
  /** Password hashes never matter here: only that one was set. */
  passwordSetFor: z.array(z.string()),
});

const task = z.strictObject({
  upid: z.string(),
  node: z.string(),
  type: z.string(),
  id: z.string(),
  user: z.string(),
  pid: z.int(),
  pstart: z.int(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().optional(),
  exitStatus: z.string().optional(),
  log: z.array(z.string()),
});

export const clusterState = z.strictObject({
  /** Grows with every task: process ids are never given twice. */
  lastPid: z.int(),
  guests: z.record(z.string(), guest),
  tasks: z.array(task),
});

export type GuestFile = Readonly<z.infer<typeof guestFile>>;
export type LabGuest = Readonly<z.infer<typeof guest>>;
export type LabTask = Readonly<z.infer<typeof task>>;
export type ClusterState = Readonly<z.infer<typeof clusterState>>;

/** The cluster as a newcomer finds it. */
export const initialState = (): ClusterState => ({
  lastPid: 4096,
  tasks: [],
  guests: Object.fromEntries(
    [
      {
        vmid: labForeignGuests.container,
        type: 'lxc' as const,
        node: 'pve1',
        config: {
          arch: 'amd64',
          cores: '2',
          description: 'Reverse proxy of the sysadmins. Hands off.\n',
          hostname: 'reverse-proxy',
          memory: '1024',
          net0: `name=eth0,bridge=${labBridge},firewall=1,gw=10.10.10.1,hwaddr=02:00:00:00:00:64,ip=10.10.10.2/24,type=veth`,
          ostype: 'debian',
          rootfs: 'local-lvm:vm-100-disk-0,size=8G',
          swap: '512',
          unprivileged: '1',
        },
        runningSince: Date.now(),
        files: {},
        passwordSetFor: [],
      },
      {
        vmid: labForeignGuests.machine,
        type: 'qemu' as const,
        node: 'pve2',
        config: {
          cores: '2',
          memory: '2048',
          name: 'old-wiki',
          ostype: 'l26',
          scsi0: 'local-lvm:vm-101-disk-0,size=32G',
        },
        files: {},
        passwordSetFor: [],
      },
      {
        vmid: labTemplateGuest.vmid,
        type: 'lxc' as const,
        node: labTemplateGuest.node,
        config: {
          arch: 'amd64',
          cores: '1',
          features: 'nesting=1',
          hostname: labTemplateGuest.name,
          memory: '512',
          net0: `name=eth0,bridge=${labBridge},firewall=1,hwaddr=02:00:00:00:23:28,ip=dhcp,type=veth`,
          ostype: 'debian',
          rootfs: `${labTemplateGuest.storage}:base-9000-disk-0,size=4G`,
          swap: '512',
          tags: 'template',
          template: '1',
          unprivileged: '1',
        },
        files: {},
        passwordSetFor: [],
      },
    ].map((made) => [String(made.vmid), made]),
  ),
});

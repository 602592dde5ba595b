import type { ParameterRule, ParameterTable } from './parameter-rules.ts';

/** Parameters of the calls that the lab answers; a contract test holds them against the vendor's 8.4 and 9.1 schemas. */

const flag: ParameterRule = { type: 'boolean', optional: 1 };
const text: ParameterRule = { type: 'string', optional: 1 };
const count: ParameterRule = { type: 'integer', optional: 1, minimum: 0 };
const vmid: ParameterRule = { type: 'integer', format: 'pve-vmid', minimum: 100, maximum: 999_999_999 };
const digest: ParameterRule = { type: 'string', optional: 1, maxLength: 40 };

const onNode = { node: { type: 'string', format: 'pve-node' } } satisfies ParameterTable;
const onGuest = { ...onNode, vmid } satisfies ParameterTable;
const onTask = { ...onNode, upid: { type: 'string' } } satisfies ParameterTable;

const networkInterface: ParameterRule = {
  type: 'string',
  optional: 1,
  format: {
    bridge: { type: 'string', optional: 1, pattern: '[-_.\\w\\d]+' },
    firewall: flag,
    gw: { type: 'string', optional: 1, format: 'ipv4' },
    gw6: { type: 'string', optional: 1, format: 'ipv6' },
    hwaddr: { type: 'string', optional: 1, format: 'mac-addr' },
    ip: { type: 'string', optional: 1, format: 'pve-ipv4-config' },
    ip6: { type: 'string', optional: 1, format: 'pve-ipv6-config' },
    link_down: flag,
    mtu: { type: 'integer', optional: 1, minimum: 64, maximum: 65_535 },
    name: { type: 'string', pattern: '[-_.\\w\\d]+' },
    rate: { type: 'number', optional: 1 },
    tag: { type: 'integer', optional: 1, minimum: 1, maximum: 4094 },
    type: { type: 'string', optional: 1, enum: ['veth'] },
  },
};

const rootDisk: ParameterRule = {
  type: 'string',
  optional: 1,
  format: {
    acl: flag,
    quota: flag,
    replicate: flag,
    ro: flag,
    shared: flag,
    size: { type: 'string', optional: 1, format: 'disk-size' },
    volume: { type: 'string', format: 'pve-lxc-mp-string', default_key: 1 },
  },
};

const features: ParameterRule = {
  type: 'string',
  optional: 1,
  format: { force_rw_sys: flag, fuse: flag, keyctl: flag, mknod: flag, nesting: flag },
};

/** Options of a container's configuration file that can be set when it is made and later. */
const containerOptions = {
  arch: { type: 'string', optional: 1, enum: ['amd64', 'i386', 'arm64', 'armhf', 'riscv32', 'riscv64'] },
  cmode: { type: 'string', optional: 1, enum: ['shell', 'console', 'tty'] },
  console: flag,
  cores: { type: 'integer', optional: 1, minimum: 1, maximum: 8192 },
  cpulimit: { type: 'number', optional: 1, minimum: 0, maximum: 8192 },
  cpuunits: { type: 'integer', optional: 1, minimum: 0, maximum: 500_000 },
  debug: flag,
  description: { type: 'string', optional: 1, maxLength: 8192 },
  features,
  hostname: { type: 'string', optional: 1, format: 'dns-name', maxLength: 255 },
  memory: { type: 'integer', optional: 1, minimum: 16 },
  nameserver: { type: 'string', optional: 1, format: 'lxc-ip-with-ll-iface-list' },
  'net[n]': networkInterface,
  onboot: flag,
  protection: flag,
  searchdomain: { type: 'string', optional: 1, format: 'dns-name-list' },
  swap: count,
  tags: { type: 'string', optional: 1, format: 'pve-tag-list' },
  tty: { type: 'integer', optional: 1, minimum: 0, maximum: 6 },
  unprivileged: flag,
} satisfies ParameterTable;

export const parameterTables = {
  none: {},
  node: onNode,
  guest: onGuest,
  resources: { type: { type: 'string', optional: 1, enum: ['vm', 'storage', 'node', 'sdn'] } },
  nextid: { vmid: { ...vmid, optional: 1 } },
  tasks: {
    ...onNode,
    errors: flag,
    limit: count,
    since: { type: 'integer', optional: 1 },
    source: { type: 'string', optional: 1, enum: ['archive', 'active', 'all'] },
    start: count,
    typefilter: text,
    until: { type: 'integer', optional: 1 },
    userfilter: text,
    vmid: { ...vmid, optional: 1 },
  },
  task: onTask,
  taskLog: { ...onTask, limit: count, start: count },
  storageContent: {
    ...onNode,
    storage: { type: 'string', format: 'pve-storage-id' },
    content: { type: 'string', optional: 1, format: 'pve-storage-content' },
    vmid: { ...vmid, optional: 1 },
  },
  containerCreate: {
    ...onGuest,
    ...containerOptions,
    ostemplate: { type: 'string', maxLength: 255 },
    password: text,
    pool: { type: 'string', optional: 1, format: 'pve-poolid' },
    rootfs: rootDisk,
    'ssh-public-keys': text,
    start: flag,
    storage: { type: 'string', optional: 1, format: 'pve-storage-id' },
  },
  containerClone: {
    ...onGuest,
    newid: vmid,
    bwlimit: { type: 'number', optional: 1, minimum: 0 },
    description: text,
    full: flag,
    hostname: { type: 'string', optional: 1, format: 'dns-name' },
    pool: { type: 'string', optional: 1, format: 'pve-poolid' },
    storage: { type: 'string', optional: 1, format: 'pve-storage-id' },
    target: { type: 'string', optional: 1, format: 'pve-node' },
  },
  containerConfigure: {
    ...onGuest,
    ...containerOptions,
    delete: { type: 'string', optional: 1, format: 'pve-configid-list' },
    digest,
  },
  configRead: { ...onGuest, current: flag },
  resize: {
    ...onGuest,
    digest,
    disk: { type: 'string', enum: ['rootfs'] },
    size: { type: 'string', pattern: '\\+?\\d+(\\.\\d+)?[KMGT]?' },
  },
  shutdown: { ...onGuest, forceStop: flag, timeout: count },
  containerDestroy: { ...onGuest, 'destroy-unreferenced-disks': flag, force: flag, purge: flag },
  machineDestroy: { ...onGuest, 'destroy-unreferenced-disks': flag, purge: flag },
} as const satisfies Readonly<Record<string, ParameterTable>>;

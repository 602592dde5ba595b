import { wrongParameters } from './api-refusal.ts';
import { everybody } from './access-rules.ts';
import { labContainerTemplate, labNodes, labPool, labStorages, labVersion } from './cluster-layout.ts';
import { diskBytes, nodeMemoryUsed, nodeRow, resourceRow } from './guest-reports.ts';
import { parameterTables } from './parameter-tables.ts';
import type { Call, Route } from './route.ts';
import { required } from './route.ts';

/** Version, nodes, resources, storages. */
export const clusterRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/version',
    access: everybody,
    parameters: parameterTables.none,
    handle: () => ({ data: labVersion }),
  },
  {
    method: 'GET',
    path: '/cluster/resources',
    access: everybody,
    parameters: parameterTables.resources,
    handle: (call) => ({ data: resources(call) }),
  },
  {
    method: 'GET',
    path: '/cluster/nextid',
    access: everybody,
    parameters: parameterTables.nextid,
    handle: ({ parameters: { vmid }, world: { cluster } }) => {
      if (vmid !== undefined) {
        if (cluster.find(Number(vmid)) !== undefined) throw wrongParameters({ vmid: `VM ${vmid} already exists` });
        return { data: vmid };
      }
      let free = 100;
      while (cluster.find(free) !== undefined) free += 1;
      return { data: String(free) };
    },
  },
  {
    method: 'GET',
    path: '/nodes',
    access: everybody,
    parameters: parameterTables.none,
    handle: ({ world }) => ({
      data: labNodes.map((node) => {
        const { 'cgroup-mode': _mode, ...row } = nodeRow(node, world.cluster.all(), world.isOffline(node.name));
        return row;
      }),
    }),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/status',
    access: { check: ['perm', '/nodes/{node}', ['Sys.Audit']] },
    parameters: parameterTables.node,
    handle: (call) => ({ data: nodeStatus(call) }),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/storage/{storage}/content',
    access: { check: ['perm', '/storage/{storage}', ['Datastore.Audit', 'Datastore.AllocateSpace'], 'any', 1] },
    parameters: parameterTables.storageContent,
    handle: (call) => ({ data: storageContent(call) }),
  },
];

const resources = ({ parameters: { type }, held, world }: Call): readonly unknown[] => {
  const guests = world.cluster.all();
  const wanted = (kind: string): boolean => type === undefined || type === kind;
  return [
    ...(type === undefined ? [{ id: `/pool/${labPool}`, type: 'pool', pool: labPool }] : []),
    ...(wanted('vm') && held.has('VM.Audit')
      ? guests.map((guest) => resourceRow(guest, world.isOffline(guest.node)))
      : []),
    ...(wanted('node') ? labNodes.map((node) => nodeRow(node, guests, world.isOffline(node.name))) : []),
    ...(wanted('storage') && held.has('Datastore.Audit')
      ? labNodes.flatMap((node) =>
          labStorages.map((storage) => ({
            id: `storage/${node.name}/${storage.name}`,
            type: 'storage',
            node: node.name,
            storage: storage.name,
            plugintype: storage.plugin,
            content: storage.content.join(','),
            shared: storage.shared ? 1 : 0,
            status: world.isOffline(node.name) ? 'unknown' : 'available',
            disk: 14_254_186_496,
            maxdisk: storage.bytes,
          })),
        )
      : []),
  ];
};

const nodeStatus = (call: Call): unknown => {
  const node = labNodes.find(({ name }) => name === required(call, 'node'));
  if (node === undefined) throw new Error('routed to an unknown node');
  const used = nodeMemoryUsed(node.name, call.world.cluster.all());
  return {
    uptime: 86_400,
    cpu: 0.03,
    wait: 0,
    idle: 0,
    loadavg: ['0.12', '0.20', '0.18'],
    pveversion: `pve-manager/${labVersion.version}/${labVersion.repoid}`,
    kversion: 'Linux 6.8.12-9-pve #1 SMP PREEMPT_DYNAMIC',
    'current-kernel': {
      sysname: 'Linux',
      release: '6.8.12-9-pve',
      version: '#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-9',
      machine: 'x86_64',
    },
    'boot-info': { mode: 'efi', secureboot: 0 },
    cpuinfo: { cores: node.cores / 2, cpus: node.cores, sockets: 1, model: 'Simulated processor' },
    memory: { total: node.memoryBytes, used, free: node.memoryBytes - used, available: node.memoryBytes - used },
    swap: { total: 0, used: 0, free: 0 },
    rootfs: { total: 107_374_182_400, used: 14_254_190_592, avail: 93_119_991_808, free: 93_119_991_808 },
  };
};

const storageContent = (call: Call): readonly unknown[] => {
  const { storage, content, vmid } = call.parameters;
  const node = required(call, 'node');
  const known = labStorages.find(({ name }) => name === storage);
  if (known === undefined) throw wrongParameters({ storage: `storage '${String(storage)}' does not exist` });
  const templates =
    known.name === 'local'
      ? [
          {
            volid: labContainerTemplate.volume,
            content: 'vztmpl',
            format: 'tzst',
            size: labContainerTemplate.bytes,
            ctime: 1_725_600_000,
          },
        ]
      : [];
  const disks = call.world.cluster.all().flatMap((guest) => {
    const volume = (guest.config['rootfs'] ?? guest.config['scsi0'])?.split(',')[0];
    if (volume?.startsWith(`${known.name}:`) !== true || (!known.shared && guest.node !== node)) return [];
    return [
      {
        volid: volume,
        content: guest.type === 'lxc' ? 'rootdir' : 'images',
        format: 'raw',
        size: diskBytes(guest),
        vmid: guest.vmid,
      },
    ];
  });
  return [...templates, ...disks].filter(
    (entry) =>
      (content === undefined || entry.content === content) &&
      (vmid === undefined || ('vmid' in entry && String(entry.vmid) === vmid)),
  );
};

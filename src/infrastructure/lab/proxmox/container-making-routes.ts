import { die, wrongParameters } from './api-refusal.ts';
import { missingPrivilege } from './access-rules.ts';
import { labContainerTemplate, labPool, labStorages } from './cluster-layout.ts';
import type { LabStorage } from './cluster-layout.ts';
import { assertUnlocked, withOptions } from './cluster.ts';
import { diskBytes } from './guest-reports.ts';
import { propertiesOf, storedNetwork, withNewAddress } from './network-option.ts';
import { parameterTables } from './parameter-tables.ts';
import type { Call, Route } from './route.ts';
import { required } from './route.ts';
import { cloneLines, creationLines } from './task-lines.ts';

/** Containers from a template archive and from a template guest (behaviour: PVE::API2::LXC, create_vm and clone_vm). */
export const containerMakingRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/nodes/{node}/lxc',
    // The privileges depend on the parameters, so the call checks them itself.
    access: { user: 'all' },
    parameters: parameterTables.containerCreate,
    handle: (call) => ({ data: createContainer(call) }),
  },
  {
    method: 'POST',
    path: '/nodes/{node}/lxc/{vmid}/clone',
    access: {
      check: [
        'and',
        ['perm', '/vms/{vmid}', ['VM.Clone']],
        [
          'or',
          ['perm', '/vms/{newid}', ['VM.Allocate']],
          ['perm', '/pool/{pool}', ['VM.Allocate'], 'require_param', 'pool'],
        ],
      ],
    },
    parameters: parameterTables.containerClone,
    handle: (call) => ({ data: cloneContainer(call) }),
  },
];

/** Options of the call that are not options of the configuration file. */
const callOnly = new Set([
  'node',
  'vmid',
  'ostemplate',
  'password',
  'pool',
  'rootfs',
  'ssh-public-keys',
  'start',
  'storage',
]);

const createContainer = (call: Call): string => {
  const { parameters, world } = call;
  const [node, vmid, archive] = [required(call, 'node'), Number(required(call, 'vmid')), required(call, 'ostemplate')];
  world.cluster.assertFree(vmid);
  assertPool(parameters['pool']);
  assertHeld(call, `/vms/${String(vmid)}`, 'VM.Allocate');
  if (parameters['unprivileged'] !== '1') assertHeld(call, '/', 'Sys.Modify');
  assertKeys(parameters['ssh-public-keys']);
  const [storageName = '', gibibytes = '4'] = (parameters['rootfs'] ?? `${parameters['storage'] ?? 'local'}:4`).split(
    ':',
  );
  const storage = containerStorage(call, storageName);
  assertBridges(call);

  const hostname = parameters['hostname'] ?? `CT${String(vmid)}`;
  const volume = `${storage.name}:vm-${String(vmid)}-disk-0`;
  const size = `${gibibytes.replace(/,.*$/, '')}G`;
  const task = world.tasks.start({
    node,
    type: 'vzcreate',
    id: String(vmid),
    user: call.user,
    milliseconds: 2000,
    lines: creationLines(volume, size, archive, hostname),
    perform: () => {
      if (archive !== labContainerTemplate.volume) {
        throw new Error(`unable to create CT ${String(vmid)} - volume '${archive}' does not exist`);
      }
      const options = Object.entries(parameters).filter(([key]) => !callOnly.has(key));
      const keys = parameters['ssh-public-keys'];
      world.cluster.put({
        vmid,
        type: 'lxc',
        node,
        ...(parameters['pool'] !== undefined && { pool: parameters['pool'] }),
        config: {
          arch: 'amd64',
          memory: '512',
          ostype: 'debian',
          swap: '512',
          ...Object.fromEntries(
            options.map(([key, value]) => [key, /^net\d+$/.test(key) ? storedNetwork(value, vmid) : value]),
          ),
          hostname,
          rootfs: `${volume},size=${size}`,
        },
        files:
          keys === undefined
            ? {}
            : {
                '/root/.ssh/': { content: '', mode: '700', owner: 'root:root' },
                '/root/.ssh/authorized_keys': { content: `${keys}\n`, mode: '600', owner: 'root:root' },
              },
        passwordSetFor: parameters['password'] === undefined ? [] : ['root'],
      });
    },
    giveUp: () => world.cluster.remove(vmid),
  });
  // Until the archive is unpacked the configuration holds the lock and nothing else. A real node writes it a moment before the
  // task; a lab that is killed between the two would leave a lock that nobody can tell whose it is, and it is killed often.
  world.cluster.put({ vmid, type: 'lxc', node, config: { lock: 'create' }, files: {}, passwordSetFor: [] });
  return task;
};

const cloneContainer = (call: Call): string => {
  const { parameters, world } = call;
  const [node, vmid, newid] = [required(call, 'node'), Number(required(call, 'vmid')), Number(required(call, 'newid'))];
  const { target, pool } = parameters;
  const source = world.cluster.onNode('lxc', node, vmid);
  world.cluster.assertFree(newid);
  assertPool(pool);
  const [sourceVolume, sourceStorage] = splitVolume(source.config['rootfs'] ?? '');
  const storage = containerStorage(call, parameters['storage'] ?? sourceStorage);
  const full = parameters['full'] === '1';
  if (!full && parameters['storage'] !== undefined) die("parameter 'storage' not allowed for linked clones");
  if (target !== undefined && target !== node) {
    if (!storage.shared) die(`can't clone to non-shared storage '${storage.name}'`);
    if (!storageNamed(sourceStorage).shared) die(`can't clone CT to node '${target}' (CT uses local storage)`);
    if (world.isOffline(target)) die(`node '${target}' is not online`);
  }
  assertUnlocked(source);
  if (source.runningSince !== undefined) die('Cannot do full clones on a running container without snapshots');

  const { lock: _lock, template: _template, ...inherited } = source.config;
  const volume = `${storage.name}:vm-${String(newid)}-disk-0`;
  const size = `${String(diskBytes(source) / 2 ** 30)}G`;
  world.cluster.put(withOptions(source, { lock: 'disk' }));
  world.cluster.put({
    vmid: newid,
    type: 'lxc',
    node,
    config: {
      ...Object.fromEntries(
        Object.entries(inherited)
          .filter(([key]) => key !== 'rootfs')
          .map(([key, value]) => [key, /^net\d+$/.test(key) ? withNewAddress(value, newid) : value]),
      ),
      ...(parameters['hostname'] !== undefined && { hostname: parameters['hostname'] }),
      ...(parameters['description'] !== undefined && { description: parameters['description'] }),
      lock: 'create',
    },
    files: source.files,
    passwordSetFor: source.passwordSetFor,
  });
  const releaseSource = (): void => {
    world.cluster.update(vmid, (guest) => withOptions(guest, { lock: undefined }));
  };
  return world.tasks.start({
    node,
    type: 'vzclone',
    // Filed under the container that is copied, not under the copy.
    id: String(vmid),
    user: call.user,
    milliseconds: 1500,
    lines: cloneLines(sourceVolume, volume, size),
    perform: () => {
      releaseSource();
      world.cluster.update(newid, (guest) => ({
        ...withOptions(guest, { lock: undefined, rootfs: `${volume},size=${size}` }),
        node: target ?? node,
        ...(pool !== undefined && { pool }),
      }));
    },
    giveUp: () => {
      releaseSource();
      world.cluster.remove(newid);
    },
  });
};

const splitVolume = (rootfs: string): readonly [string, string] => {
  const volume = rootfs.split(',')[0] ?? '';
  return [volume, volume.split(':')[0] ?? ''];
};

const storageNamed = (name: string): LabStorage =>
  labStorages.find((storage) => storage.name === name) ?? die(`storage '${name}' does not exist`);

const containerStorage = (call: Call, name: string): LabStorage => {
  const storage = storageNamed(name);
  if (!storage.content.includes('rootdir')) {
    throw wrongParameters({ storage: `storage '${name}' does not support container directories` });
  }
  assertHeld(call, `/storage/${name}`, 'Datastore.AllocateSpace');
  return storage;
};

const assertHeld = (call: Call, path: string, privilege: string): void => {
  if (!call.held.has(privilege)) throw missingPrivilege(path, [privilege]);
};

const assertBridges = (call: Call): void => {
  for (const [key, value] of Object.entries(call.parameters)) {
    const { bridge } = propertiesOf(value);
    if (/^net\d+$/.test(key) && bridge !== undefined) assertHeld(call, `/sdn/zones/localnetwork/${bridge}`, 'SDN.Use');
  }
};

const assertPool = (pool: string | undefined): void => {
  if (pool !== undefined && pool !== labPool) die(`pool '${pool}' does not exist`);
};

const assertKeys = (keys: string | undefined): void => {
  const lines = (keys ?? '').split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (!lines.every((line) => /(^|\s)(ssh-(rsa|ed25519|dss)|ecdsa-sha2-nistp\d+|sk-\S+) [A-Za-z0-9+/]+=*/.test(line))) {
    die('SSH public key validation error');
  }
};

import { die, wrongParameters } from './api-refusal.ts';
import type { AccessRule } from './access-rules.ts';
import { assertUnlocked, digestOf, withOptions } from './cluster.ts';
import type { LabGuest } from './cluster-state.ts';
import { bytesOf, currentStatus, diskBytes } from './guest-reports.ts';
import { propertiesOf, storedNetwork } from './network-option.ts';
import { parameterTables } from './parameter-tables.ts';
import type { Answer, Call, Route } from './route.ts';
import { required } from './route.ts';
import { removalLines, resizeLines } from './task-lines.ts';

const may = (privilege: string): AccessRule => ({ check: ['perm', '/vms/{vmid}', [privilege]] });

const theGuest = (call: Call, type: LabGuest['type']): LabGuest =>
  call.world.cluster.onNode(type, required(call, 'node'), Number(required(call, 'vmid')));

/** Calls that containers and virtual machines share, on their own paths. */
const sharedRoutes = (type: LabGuest['type']): readonly Route[] => {
  const path = `/nodes/{node}/${type}/{vmid}`;
  const powerTask = (call: Call, act: 'start' | 'stop' | 'shutdown'): Answer => ({ data: powerGuest(call, type, act) });
  return [
    {
      method: 'GET',
      path: `${path}/config`,
      access: may('VM.Audit'),
      parameters: parameterTables.configRead,
      handle: (call) => {
        const guest = theGuest(call, type);
        return { data: { ...typedConfig(guest), digest: digestOf(guest) } };
      },
    },
    {
      method: 'GET',
      path: `${path}/status/current`,
      access: may('VM.Audit'),
      parameters: parameterTables.guest,
      handle: (call) => ({ data: currentStatus(theGuest(call, type)) }),
    },
    {
      method: 'POST',
      path: `${path}/status/start`,
      access: may('VM.PowerMgmt'),
      parameters: parameterTables.guest,
      handle: (call) => powerTask(call, 'start'),
    },
    {
      method: 'POST',
      path: `${path}/status/stop`,
      access: may('VM.PowerMgmt'),
      parameters: parameterTables.guest,
      handle: (call) => powerTask(call, 'stop'),
    },
    {
      method: 'POST',
      path: `${path}/status/shutdown`,
      access: may('VM.PowerMgmt'),
      parameters: parameterTables.shutdown,
      handle: (call) => powerTask(call, 'shutdown'),
    },
    {
      method: 'DELETE',
      path,
      access: may('VM.Allocate'),
      parameters: type === 'lxc' ? parameterTables.containerDestroy : parameterTables.machineDestroy,
      handle: (call) => ({ data: destroyGuest(call, type) }),
    },
  ];
};

export const guestRoutes: readonly Route[] = [
  ...sharedRoutes('lxc'),
  ...sharedRoutes('qemu'),
  {
    method: 'PUT',
    path: '/nodes/{node}/lxc/{vmid}/config',
    access: {
      check: [
        'perm',
        '/vms/{vmid}',
        ['VM.Config.Disk', 'VM.Config.CPU', 'VM.Config.Memory', 'VM.Config.Network', 'VM.Config.Options'],
        'any',
        1,
      ],
    },
    parameters: parameterTables.containerConfigure,
    handle: (call) => configure(call),
  },
  {
    method: 'PUT',
    path: '/nodes/{node}/lxc/{vmid}/resize',
    access: { check: ['perm', '/vms/{vmid}', ['VM.Config.Disk'], 'any', 1] },
    parameters: parameterTables.resize,
    handle: (call) => ({ data: resize(call) }),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/lxc/{vmid}/interfaces',
    access: may('VM.Audit'),
    parameters: parameterTables.guest,
    handle: (call) => ({ data: interfaces(call) }),
  },
];

const numeric = new Set(['cores', 'memory', 'swap', 'onboot', 'template', 'unprivileged', 'protection']);

const typedConfig = (guest: LabGuest): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(guest.config).map(([key, value]) => [key, numeric.has(key) ? Number(value) : value]),
  );

const word = (type: LabGuest['type']): string => (type === 'lxc' ? 'CT' : 'VM');

const powerGuest = (call: Call, type: LabGuest['type'], act: 'start' | 'stop' | 'shutdown'): string => {
  const guest = theGuest(call, type);
  const { vmid, node } = guest;
  const name = `${word(type)} ${String(vmid)}`;
  const wasRunning = guest.runningSince !== undefined;
  if (act === 'start' && wasRunning) die(`${name} already running`);
  if (act !== 'start' && !wasRunning) die(`${name} not running`);
  if (act === 'start' && guest.config['template'] === '1') die("you can't start a CT if it's a template");
  return call.world.tasks.start({
    node,
    type: `${type === 'lxc' ? 'vz' : 'qm'}${act}`,
    id: String(vmid),
    user: call.user,
    milliseconds: act === 'shutdown' ? 1500 : 700,
    lines: [],
    perform: () => {
      assertUnlocked(theGuest(call, type));
      call.world.cluster.update(vmid, (current) => {
        const { runningSince: _since, ...rest } = current;
        return act === 'start' ? { ...rest, runningSince: Date.now() } : rest;
      });
    },
  });
};

const destroyGuest = (call: Call, type: LabGuest['type']): string => {
  const guest = theGuest(call, type);
  const { vmid, node } = guest;
  if (guest.config['protection'] === '1') die(`can't remove CT ${String(vmid)} - protection mode enabled`);
  assertUnlocked(guest);
  const assertStopped = (): void => {
    if (theGuest(call, type).runningSince === undefined || call.parameters['force'] === '1') return;
    die(
      type === 'lxc'
        ? `unable to destroy CT ${String(vmid)} - container is running`
        : `VM ${String(vmid)} is running - destroy failed`,
    );
  };
  assertStopped();
  return call.world.tasks.start({
    node,
    type: type === 'lxc' ? 'vzdestroy' : 'qmdestroy',
    id: String(vmid),
    user: call.user,
    milliseconds: 700,
    lines: removalLines(vmid),
    perform: () => {
      assertUnlocked(theGuest(call, type));
      assertStopped();
      call.world.cluster.remove(vmid);
    },
  });
};

const notOptions = new Set(['node', 'vmid', 'delete', 'digest']);

const configure = (call: Call): Answer => {
  const guest = theGuest(call, 'lxc');
  const { digest } = call.parameters;
  if (digest !== undefined && digest !== digestOf(guest)) {
    die('detected modified configuration - file changed by other user? Try again.');
  }
  assertUnlocked(guest);
  const removed = (call.parameters['delete'] ?? '').split(/[,;\s]+/).filter((key) => key !== '');
  const changed = Object.entries(call.parameters)
    .filter(([key]) => !notOptions.has(key))
    .map(([key, value]) => [key, /^net\d+$/.test(key) ? storedNetwork(value, guest.vmid) : value] as const);
  if (changed.length + removed.length === 0) die('no options specified');
  const both = changed.find(([key]) => removed.includes(key));
  if (both !== undefined) throw wrongParameters({ delete: `you can't use '-${both[0]}' and -delete ${both[0]}` });
  call.world.cluster.put(
    withOptions(guest, {
      ...Object.fromEntries(removed.map((key) => [key, undefined])),
      ...Object.fromEntries(changed),
    }),
  );
  return { data: null };
};

const resize = (call: Call): string => {
  const guest = theGuest(call, 'lxc');
  assertUnlocked(guest);
  const now = diskBytes(guest);
  const asked = required(call, 'size');
  const wanted = asked.startsWith('+') ? now + bytesOf(asked.slice(1)) : bytesOf(asked);
  if (wanted < now) die('unable to shrink disk size');
  if (wanted === now) die('disk is already at specified size');
  const volume = (guest.config['rootfs'] ?? '').split(',')[0] ?? '';
  const inGibibytes = (bytes: number): string => `${String(bytes / 2 ** 30)}G`;
  return call.world.tasks.start({
    node: guest.node,
    type: 'resize',
    id: String(guest.vmid),
    user: call.user,
    milliseconds: 600,
    lines: resizeLines(volume.replace(':', '/'), inGibibytes(now), inGibibytes(wanted)),
    perform: () => {
      assertUnlocked(theGuest(call, 'lxc'));
      call.world.cluster.update(guest.vmid, (current) =>
        withOptions(current, { rootfs: `${volume},size=${inGibibytes(wanted)}` }),
      );
    },
  });
};

const networkInterface = (name: string, mac: string, inet: string | undefined, inet6: string): unknown => ({
  name,
  hwaddr: mac.toLowerCase(),
  'hardware-address': mac.toLowerCase(),
  inet6,
  ...(inet !== undefined && { inet }),
  'ip-addresses': [inet, inet6].flatMap((address) => {
    if (address === undefined) return [];
    const [host, prefix] = address.split('/');
    return [{ 'ip-address': host, 'ip-address-type': address === inet ? 'inet' : 'inet6', prefix: Number(prefix) }];
  }),
});

/** What the container itself says; nothing at all while it does not run. */
const interfaces = (call: Call): unknown => {
  const guest = theGuest(call, 'lxc');
  if (guest.runningSince === undefined) return null;
  const { name = 'eth0', hwaddr = '00:00:00:00:00:00', ip } = propertiesOf(guest.config['net0'] ?? '');
  const delay = call.world.networkDelay();
  const up = delay !== undefined && Date.now() - guest.runningSince >= delay;
  const address = ip === 'dhcp' ? '10.10.10.250/24' : ip;
  return [
    networkInterface('lo', '00:00:00:00:00:00', '127.0.0.1/8', '::1/128'),
    networkInterface(name, hwaddr, up ? address : undefined, 'fe80::be24:11ff:fe89:6707/64'),
  ];
};

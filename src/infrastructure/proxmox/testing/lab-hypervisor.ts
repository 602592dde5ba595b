import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { HypervisorError } from '../../../application/ports/hypervisor.ts';
import type { GuestSpec, Hypervisor, TaskRef, TaskState } from '../../../application/ports/hypervisor.ts';
import { labBridge, labContainerTemplate, labPool } from '../../lab/proxmox/cluster-layout.ts';
import type { ApiExchange } from '../../lab/proxmox/api-handler.ts';
import { startProxmoxSimulator } from '../../lab/proxmox/proxmox-simulator.ts';
import type { ProxmoxSimulator } from '../../lab/proxmox/proxmox-simulator.ts';
import { createProxmoxHypervisor } from '../proxmox-hypervisor.ts';
import type { ProxmoxOptions } from '../proxmox-options.ts';

export type LabHypervisor = Readonly<{
  dataDirectory: string;
  simulator: ProxmoxSimulator;
  hypervisor: Hypervisor;
  /** Every call of the API so far, and its answer. */
  exchanges: readonly ApiExchange[];
  /** Another adapter on the same simulator, closed with it. */
  connect: (changes: (options: ProxmoxOptions) => ProxmoxOptions) => Hypervisor;
  /** Ends and starts the simulator again over the same folder and ports; in between, its files can be changed. */
  restart: (meanwhile?: () => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
}>;

/** The real adapter on a simulator of its own, quick tasks, short timeouts. */
export const startLabHypervisor = async (): Promise<LabHypervisor> => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'netsoc-proxmox-'));
  const exchanges: ApiExchange[] = [];
  const start = (ports: { https: number; ssh: number }): Promise<ProxmoxSimulator> =>
    startProxmoxSimulator({
      dataDirectory,
      ports,
      taskSlowness: 0.02,
      refusalDelay: 0,
      observe: (exchange) => exchanges.push(exchange),
      logger: pino({ level: 'silent' }),
    });
  let simulator = await start({ https: 0, ssh: 0 });
  const opened: Hypervisor[] = [];
  const { ca, fingerprint: _fingerprint, ...rest } = simulator.manifest;
  const options: ProxmoxOptions = {
    ...rest,
    ca,
    timeoutMilliseconds: 5000,
    ssh: { ...rest.ssh, timeoutMilliseconds: 5000 },
  };
  const connect = (changes: (options: ProxmoxOptions) => ProxmoxOptions): Hypervisor => {
    const made = createProxmoxHypervisor(changes(options));
    opened.push(made);
    return made;
  };
  const hypervisor = connect((unchanged) => unchanged);
  return {
    dataDirectory,
    get simulator() {
      return simulator;
    },
    hypervisor,
    exchanges,
    connect,
    restart: async (meanwhile) => {
      await simulator.close();
      await meanwhile?.();
      simulator = await start({ https: Number(new URL(options.url).port), ssh: options.ssh.port });
    },
    close: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await simulator.close();
      await rm(dataDirectory, { recursive: true });
    },
  };
};

/** A container to be, from the template archive. */
export const containerSpec = (vmid: number, changes: Partial<GuestSpec> = {}): GuestSpec => ({
  guest: { kind: 'lxc', node: 'pve1', vmid },
  stamp: { instanceId: `00000000-0000-5000-8000-${String(vmid).padStart(12, '0')}` },
  hostname: `box-${String(vmid)}`,
  source: { type: 'vztmpl', volume: labContainerTemplate.volume },
  storage: 'local-lvm',
  pool: labPool,
  cores: 1,
  memoryMiB: 512,
  swapMiB: 256,
  diskGiB: 8,
  network: {
    bridge: labBridge,
    vlan: undefined,
    address: '10.10.10.7',
    prefixLength: 24,
    gateway: '10.10.10.1',
    nameservers: ['1.1.1.1', '8.8.8.8'],
    macAddress: '02:00:00:12:34:56',
  },
  sshKeys: [],
  ...changes,
});

/** Polls until a task has ended; the test's own timeout is the limit. */
export const ended = async (hypervisor: Hypervisor, task: TaskRef | undefined): Promise<TaskState> => {
  if (task === undefined) throw new Error('no task to wait for');
  for (;;) {
    const state = await hypervisor.task(task);
    if (state.state !== 'running') return state;
  }
};

/** The HypervisorError that a call ends with. */
export const failureOfCall = async (call: Promise<unknown>): Promise<HypervisorError> => {
  const error: unknown = await call.then(
    () => new Error('the call succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof HypervisorError) return error;
  throw error;
};

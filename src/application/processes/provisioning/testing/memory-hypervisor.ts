import { HypervisorError } from '../../../ports/hypervisor.ts';
import type { GuestFacts, GuestRef, Hypervisor, Stamp, TaskRef, TaskState } from '../../../ports/hypervisor.ts';

type Guest = {
  ref: GuestRef;
  instanceId: string;
  hostname: string;
  /** Being made, or half made when no task works on it any more. */
  locked: boolean;
  running: boolean;
  configured: boolean;
  diskGiB: number;
  address: string;
  files: Map<string, string>;
};

type Task = { upid: string; vmid: number; ticksLeft: number; lines: string[]; state: TaskState; effect: () => void };

export type MemoryHypervisor = Hypervisor &
  Readonly<{
    guests: () => readonly Readonly<Guest>[];
    /** How often a guest was asked for. */
    creations: () => number;
    /** The host boots: guests stop, tasks that were running are lost, what they made stays half made. */
    reboot: () => void;
  }>;

export type Refusing = (method: keyof Hypervisor) => HypervisorError | undefined;

const templateDiskGiB = 4;

/**
 * Proxmox as the port describes it, in memory, outliving the server that talks to it. Time passes by one tick with every
 * call, so tasks go on while nobody watches them.
 * @param refusing what a call is answered with instead
 */
export const memoryHypervisor = (refusing: Refusing = () => undefined): MemoryHypervisor => {
  const guests = new Map<number, Guest>();
  const tasks = new Map<string, Task>();
  let creations = 0;

  const tick = (): void => {
    for (const task of tasks.values()) {
      if (task.state.state !== 'running') continue;
      task.ticksLeft -= 1;
      task.lines.push(`${String(task.ticksLeft)} to go`);
      if (task.ticksLeft > 0) continue;
      task.effect();
      task.lines.push('TASK OK');
      task.state = { state: 'succeeded', warnings: false };
    }
  };

  const begin = (vmid: number, ticks: number, effect: () => void): TaskRef => {
    const upid = `UPID:pve1:${String(tasks.size + 1).padStart(8, '0')}:${String(vmid)}:`;
    tasks.set(upid, { upid, vmid, ticksLeft: ticks, lines: [], state: { state: 'running' }, effect });
    return { upid };
  };

  const working = (vmid: number): boolean =>
    [...tasks.values()].some((task) => task.vmid === vmid && task.state.state === 'running');

  const refuse = (failure: 'rejected' | 'busy', detail: string): never => {
    throw new HypervisorError(failure, `Proxmox refused: ${detail}`, detail);
  };

  const own = ({ vmid }: GuestRef, { instanceId }: Stamp): Guest | undefined => {
    const guest = guests.get(vmid);
    if (guest !== undefined && guest.instanceId !== instanceId) refuse('rejected', 'this guest is not ours');
    return guest;
  };

  const whole = (ref: GuestRef, stamp: Stamp): Guest => {
    const guest = own(ref, stamp);
    if (guest === undefined) return refuse('rejected', 'there is no such guest');
    if (guest.locked || working(ref.vmid)) return refuse('busy', 'the guest is locked');
    return guest;
  };

  /** Every call takes a moment and may be refused as the test wishes. */
  const call = <Result>(method: keyof Hypervisor, answer: () => Result): Promise<Result> => {
    tick();
    try {
      const refusal = refusing(method);
      if (refusal !== undefined) throw refusal;
      return Promise.resolve(answer());
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  };

  const factsOf = ({ ref, hostname, running }: Guest): GuestFacts => ({
    ...ref,
    name: hostname,
    status: running ? 'running' : 'stopped',
    template: false,
    tags: ['netsoc-cloud'],
  });

  return {
    guests: () => [...guests.values()],
    creations: () => creations,
    reboot: () => {
      for (const guest of guests.values()) guest.running = false;
      for (const task of tasks.values()) {
        if (task.state.state === 'running') task.state = { state: 'failed', exitStatus: 'unexpected status' };
      }
    },

    version: () => call('version', () => '9.1.1'),
    cluster: () =>
      call('cluster', () => ({
        nodes: [{ name: 'pve1', online: true, cores: 8, memoryTotal: 64 * 2 ** 30, memoryUsed: 2 ** 30 }],
        guests: [...guests.values()].map(factsOf),
      })),

    findStamped: (ref, stamp) =>
      call('findStamped', () => {
        const guest = own(ref, stamp);
        if (guest === undefined) return undefined;
        if (guest.locked) return working(ref.vmid) ? refuse('busy', 'the guest is being created') : undefined;
        return factsOf(guest);
      }),

    create: ({ guest: ref, stamp, hostname, network }) =>
      call('create', () => {
        if (own(ref, stamp) !== undefined) {
          if (!working(ref.vmid)) guests.delete(ref.vmid);
          return refuse('busy', 'something is in the way and is cleared away');
        }
        creations += 1;
        const guest: Guest = {
          ref,
          instanceId: stamp.instanceId,
          hostname,
          locked: true,
          running: false,
          configured: false,
          diskGiB: templateDiskGiB,
          address: network.address,
          files: new Map(),
        };
        guests.set(ref.vmid, guest);
        return begin(ref.vmid, 3, () => {
          guest.locked = false;
        });
      }),

    configure: ({ guest, stamp }) =>
      call('configure', () => {
        whole(guest, stamp).configured = true;
      }),

    growDisk: ({ guest: ref, stamp, diskGiB }) =>
      call('growDisk', () => {
        const guest = whole(ref, stamp);
        if (guest.diskGiB >= diskGiB) return undefined;
        return begin(ref.vmid, 2, () => {
          guest.diskGiB = diskGiB;
        });
      }),

    start: (ref, stamp) =>
      call('start', () => {
        const guest = whole(ref, stamp);
        if (guest.running) return undefined;
        return begin(ref.vmid, 2, () => {
          guest.running = true;
        });
      }),

    stop: (ref, stamp) =>
      call('stop', () => {
        const guest = whole(ref, stamp);
        if (!guest.running) return undefined;
        return begin(ref.vmid, 2, () => {
          guest.running = false;
        });
      }),

    destroy: (ref, stamp) =>
      call('destroy', () => {
        const guest = own(ref, stamp);
        if (guest === undefined) return undefined;
        if (working(ref.vmid)) return refuse('busy', 'the guest is locked');
        if (guest.running) return refuse('rejected', 'the guest is running');
        return begin(ref.vmid, 2, () => {
          guests.delete(ref.vmid);
        });
      }),

    task: ({ upid }) => call('task', () => tasks.get(upid)?.state ?? { state: 'vanished' }),
    taskLog: ({ upid }, fromLine) => call('taskLog', () => tasks.get(upid)?.lines.slice(fromLine) ?? []),

    guestAddresses: ({ vmid }) =>
      call('guestAddresses', () => {
        const guest = guests.get(vmid);
        return guest?.running === true ? [guest.address] : [];
      }),

    runInside: ({ vmid }, argv, stdin = '') =>
      call('runInside', () => {
        const guest = guests.get(vmid);
        if (guest?.running !== true) return refuse('rejected', 'the guest is not running');
        return runProgram(guest.files, argv, stdin);
      }),

    close: () => Promise.resolve(),
  };
};

/** The programs that installing keys uses. */
const runProgram = (files: Map<string, string>, [program = '', ...given]: readonly string[], stdin: string) => {
  const done = (stdout = '', exitCode = 0) => ({ exitCode, stdout, stderr: '' });
  const path = given.at(-1) ?? '';
  switch (program) {
    case 'mkdir':
    case 'chmod':
      return done();
    case 'test':
      return done('', files.has(path) ? 0 : 1);
    case 'cat':
      return done(files.get(path));
    case 'tee':
      files.set(path, stdin);
      return done(stdin);
    case 'mv': {
      const from = given.at(-2) ?? '';
      files.set(path, files.get(from) ?? '');
      files.delete(from);
      return done();
    }
    default:
      return done('', 127);
  }
};

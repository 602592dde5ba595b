import type { Deadlines } from '../ports/deadlines.ts';
import type { EventStore } from '../ports/event-store.ts';
import { runProcesses } from './kernel/runner.ts';
import type { RunnerDependencies } from './kernel/runner.ts';
import { createWorkers } from './workers.ts';
import type { WorkersDependencies } from './workers.ts';
import { createLease } from './lease/lease.ts';
import type { Lease, LeaseTimes } from './lease/lease.ts';
import type { LeaseHolder } from './lease/lease-decider.ts';

export type ProcessesDependencies = WorkersDependencies &
  Readonly<{
    /** Keeps the lease. */
    store: EventStore;
    deadlines: Deadlines;
    /** Milliseconds of a clock that never jumps. */
    monotonic: () => number;
    /** This run of this server, for the lease. */
    self: LeaseHolder;
    isDead: (holder: LeaseHolder) => boolean;
    leaseTimes?: Partial<LeaseTimes>;
    concurrency?: RunnerDependencies['concurrency'];
  }>;

export type Processes = Readonly<{
  /** Runs processes whenever this server holds the lease, until the signal aborts and all has come to rest. */
  run: (signal: AbortSignal) => Promise<void>;
  /** `leader`: runs processes now; `standby`: another server does; `stopped`: not run, or run to its end. */
  role: () => 'leader' | 'standby' | 'stopped';
}>;

/** Everything the system does by itself: guests, accounts, messages, and keeping reservations in step. */
export const createProcesses = (dependencies: ProcessesDependencies): Processes => {
  const { leaseTimes, concurrency, ...tools } = dependencies;
  const lease = createLease({ ...tools, ...(leaseTimes === undefined ? {} : { times: leaseTimes }) });
  const runner = { ...tools, workers: createWorkers(tools), ...(concurrency === undefined ? {} : { concurrency }) };
  let role: ReturnType<Processes['role']> = 'stopped';
  const watched: Lease = {
    acquire: async (signal) => {
      role = 'standby';
      const term = await lease.acquire(signal);
      role = 'leader';
      return term;
    },
  };
  return {
    role: () => role,
    run: async (signal) => {
      await runProcesses({ ...runner, lease: watched }, signal);
      role = 'stopped';
    },
  };
};

import type { Clock } from '../ports/clock.ts';
import type { Deadlines } from '../ports/deadlines.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { Log } from '../ports/logger.ts';
import { processWorker } from './kernel/drive-process.ts';
import { runProcesses } from './kernel/runner.ts';
import { createLease } from './lease/lease.ts';
import type { Lease, LeaseTimes } from './lease/lease.ts';
import type { LeaseHolder } from './lease/lease-decider.ts';
import type { ProvisioningDependencies } from './provisioning/provisioning-dependencies.ts';
import { provisioningWork } from './provisioning/provisioning-work.ts';
import { reservationKeeping } from './reservation-keeping/reservation-keeping.ts';

export type ProcessesDependencies = ProvisioningDependencies &
  Readonly<{
    /** Keeps the lease. */
    store: EventStore;
    deadlines: Deadlines;
    logger: Log;
    clock: Clock;
    /** A new UUID. */
    newId: () => string;
    /** 0 to 1. */
    random: () => number;
    /** Milliseconds of a clock that never jumps. */
    monotonic: () => number;
    /** Rejects when the signal aborts. */
    pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
    /** This run of this server, for the lease. */
    self: LeaseHolder;
    isDead: (holder: LeaseHolder) => boolean;
    leaseTimes?: Partial<LeaseTimes>;
    concurrency?: number;
  }>;

export type Processes = Readonly<{
  /** Runs processes whenever this server holds the lease, until the signal aborts and all has come to rest. */
  run: (signal: AbortSignal) => Promise<void>;
  /** `leader`: runs processes now; `standby`: another server does; `stopped`: not run, or run to its end. */
  role: () => 'leader' | 'standby' | 'stopped';
}>;

/** Everything the system does by itself: provisioning, and keeping reservations in step. */
export const createProcesses = (dependencies: ProcessesDependencies): Processes => {
  const { leaseTimes, concurrency, ...tools } = dependencies;
  const lease = createLease({ ...tools, ...(leaseTimes === undefined ? {} : { times: leaseTimes }) });
  const workers = {
    provisioning: processWorker(tools, provisioningWork(tools)),
    'reservation-keeping': reservationKeeping(tools),
  };
  const runner = { ...tools, workers, ...(concurrency === undefined ? {} : { concurrency }) };
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

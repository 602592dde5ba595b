import type { Clock } from '../ports/clock.ts';
import type { Deadlines } from '../ports/deadlines.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { Log } from '../ports/logger.ts';
import type { ChatRoom } from '../ports/chat-room.ts';
import type { LinkSecrets } from '../ports/link-secrets.ts';
import type { AccountDependencies } from './accounts/account-dependencies.ts';
import { activationWork } from './accounts/activation-work.ts';
import { erasureWork } from './accounts/erasure-work.ts';
import { lapseWork } from './accounts/lapse-work.ts';
import { passwordResetWork } from './accounts/password-reset-work.ts';
import { passwordWatch } from './accounts/password-watch.ts';
import { emailChangeWork, profileChangeWork } from './accounts/profile-change-work.ts';
import { signUpWork } from './accounts/sign-up-work.ts';
import { standingWork } from './accounts/standing-work.ts';
import { deletionWork } from './guests/deletion-work.ts';
import { powerWork } from './guests/power-work.ts';
import { processWorker } from './kernel/drive-process.ts';
import { runProcesses } from './kernel/runner.ts';
import type { RunnerDependencies } from './kernel/runner.ts';
import type { ProcessWork } from './kernel/step-effect.ts';
import type { Worker } from './kernel/work.ts';
import { createLease } from './lease/lease.ts';
import type { Lease, LeaseTimes } from './lease/lease.ts';
import type { LeaseHolder } from './lease/lease-decider.ts';
import type { ProvisioningDependencies } from './provisioning/provisioning-dependencies.ts';
import { chatWork } from './messages/chat-work.ts';
import { mailWork } from './messages/mail-work.ts';
import { provisioningWork } from './provisioning/provisioning-work.ts';
import { reservationKeeping } from './reservation-keeping/reservation-keeping.ts';

export type ProcessesDependencies = ProvisioningDependencies &
  AccountDependencies &
  Readonly<{
    chatRoom: ChatRoom;
    secrets: LinkSecrets;
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
  const works: readonly ProcessWork[] = [
    provisioningWork(tools),
    powerWork(tools),
    deletionWork(tools),
    signUpWork(tools),
    activationWork(tools),
    lapseWork(tools),
    passwordResetWork(tools),
    profileChangeWork(tools),
    emailChangeWork(tools),
    standingWork(tools),
    erasureWork(tools),
    mailWork(tools),
    chatWork(tools),
  ];
  const workers: Readonly<Record<string, Worker>> = {
    ...Object.fromEntries(works.map((work) => [work.definition.kind, processWorker(tools, work)])),
    'reservation-keeping': reservationKeeping(tools),
    'password-watch': passwordWatch(tools),
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

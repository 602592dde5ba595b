import { WrongExpectedRevisionError } from '../../ports/event-store.ts';
import type { EventStore } from '../../ports/event-store.ts';
import type { Log } from '../../ports/logger.ts';
import { LeaseLostError } from '../kernel/work.ts';
import type { Tenure } from '../kernel/work.ts';
import { decideLease } from './lease-decider.ts';
import type { LeaseHolder } from './lease-decider.ts';
import { keepLeaseStreamShort, readLease, writeLease } from './lease-stream.ts';

/** A time during which this server, and no other, runs processes. */
export type LeaseTerm = Tenure &
  Readonly<{
    epoch: number;
    /** Gives the lease up at once, so that another server can go on at once. */
    release: () => Promise<void>;
    /** Stops renewing and lets the lease run out: for when it is not sure that all our effects have ended. */
    drop: () => void;
  }>;

export type Lease = Readonly<{
  /** Waits for as long as it takes to hold the lease. Rejects when the signal aborts. */
  acquire: (signal: AbortSignal) => Promise<LeaseTerm>;
}>;

export type LeaseDependencies = Readonly<{
  store: EventStore;
  /** This run of this server. */
  self: LeaseHolder;
  /** True only for a process of this host that is certainly gone. */
  isDead: (holder: LeaseHolder) => boolean;
  logger: Log;
  newId: () => string;
  /** Milliseconds of a clock that never jumps. */
  monotonic: () => number;
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  times?: Partial<LeaseTimes>;
}>;

export type LeaseTimes = Readonly<{
  /** Without a sign of life for this long, the lease is anybody's. With `poll` on top it stays under 15 s. */
  timeToLive: number;
  renewEvery: number;
  /** Between two looks of those who wait. */
  poll: number;
  /** The holder stops this long before the others may begin. */
  margin: number;
}>;

/** Takeover within 15 s of a crash. */
export const defaultLeaseTimes: LeaseTimes = { timeToLive: 12_000, renewEvery: 4_000, poll: 500, margin: 1_500 };

/** One server at a time: a lease in the event store, with an epoch that grows whenever it changes hands. */
export const createLease = (dependencies: LeaseDependencies): Lease => {
  const { store, self, isDead, logger, newId, monotonic, pause } = dependencies;
  const times = { ...defaultLeaseTimes, ...dependencies.times };

  /** One look; the term when it has become ours. `seen` remembers since when the holder is silent. */
  const tryToAcquire = async (seen: SignOfLife, signal: AbortSignal): Promise<LeaseTerm | SignOfLife> => {
    const { state, revision } = await readLease(store);
    const now = monotonic();
    const sign = seen.revision === revision ? seen : { revision, since: now };
    const [acquired] = decideLease(
      {
        type: 'acquire',
        candidate: self,
        silentForMilliseconds: now - sign.since,
        holderIsDead: state.holder !== undefined && isDead(state.holder),
        timeToLiveMilliseconds: times.timeToLive,
      },
      state,
    );
    if (acquired === undefined) return sign;
    const written = await writeLease(store, newId(), acquired, revision);
    const { epoch } = acquired;
    logger.info({ epoch, previous: state.holder?.id ?? null }, 'acquired the lease to run processes');
    await keepLeaseStreamShort(store).catch((error: unknown) => {
      logger.warn({ err: error }, 'the stream of the lease could not be kept short');
    });
    return holdLease(dependencies, times, { epoch, revision: written, since: now }, signal);
  };

  return {
    acquire: async (signal) => {
      let seen: SignOfLife = { revision: undefined, since: monotonic() };
      for (;;) {
        signal.throwIfAborted();
        try {
          const result = await tryToAcquire(seen, signal);
          if ('epoch' in result) return result;
          seen = result;
        } catch (error) {
          // Somebody was quicker, or the store does not answer: either way, look again.
          if (!(error instanceof WrongExpectedRevisionError)) {
            logger.warn({ err: error }, 'the lease to run processes could not be read');
          }
        }
        await pause(times.poll, signal);
      }
    },
  };
};

type SignOfLife = Readonly<{ revision: number | 'no-stream' | undefined; since: number }>;

type Held = Readonly<{ epoch: number; revision: number; since: number }>;

const holdLease = (
  { store, self, logger, newId, monotonic, pause }: LeaseDependencies,
  times: LeaseTimes,
  held: Held,
  outer: AbortSignal,
): LeaseTerm => {
  const { epoch } = held;
  let { revision } = held;
  let until = held.since + times.timeToLive - times.margin;
  let writing: Promise<unknown> = Promise.resolve();
  const ended = new AbortController();
  const keeping = new AbortController();

  const holds = (): boolean => !ended.signal.aborted && monotonic() < until;

  const lose = (why: string): void => {
    if (ended.signal.aborted) return;
    until = Number.NEGATIVE_INFINITY;
    logger.warn({ epoch, why }, 'lost the lease to run processes');
    ended.abort(new LeaseLostError(why));
    keeping.abort();
  };

  const stateNow = { epoch, holder: self };

  const renew = async (): Promise<void> => {
    const asked = monotonic();
    const [renewed] = decideLease({ type: 'renew', holderId: self.id, epoch }, stateNow);
    if (renewed === undefined) return;
    try {
      revision = await writeLease(store, newId(), renewed, revision);
      until = asked + times.timeToLive - times.margin;
    } catch (error) {
      if (error instanceof WrongExpectedRevisionError) await reconcile(asked);
      else couldNotRenew(error);
    }
  };

  const couldNotRenew = (error: unknown): void => {
    logger.warn({ err: error, epoch }, 'the lease to run processes could not be renewed');
  };

  /** The stream is not where we left it: an earlier renewal whose answer was lost, or another server. */
  const reconcile = async (asked: number): Promise<void> => {
    const stored = await readLease(store).catch(couldNotRenew);
    if (stored === undefined) return;
    if (stored.state.epoch !== epoch || stored.state.holder?.id !== self.id || stored.revision === 'no-stream') {
      lose('another server has taken over');
      return;
    }
    ({ revision } = stored);
    until = asked + times.timeToLive - times.margin;
  };

  const keep = async (): Promise<void> => {
    while (!keeping.signal.aborted) {
      await pause(Math.min(times.renewEvery, Math.max(until - monotonic(), 0)), keeping.signal);
      if (!holds()) {
        lose('it could not be renewed in time');
        return;
      }
      writing = renew();
      // A store that hangs must not keep us from noticing that our time is over.
      await Promise.race([writing, pause(Math.max(until - monotonic(), 0), keeping.signal)]);
    }
  };

  keep().catch((error: unknown) => {
    if (!keeping.signal.aborted) lose(error instanceof Error ? error.message : String(error));
  });

  return {
    epoch,
    signal: AbortSignal.any([outer, ended.signal]),
    fence: () => {
      if (!holds()) throw new LeaseLostError('the lease to run processes is no longer ours');
    },
    drop: () => {
      keeping.abort();
    },
    release: async () => {
      keeping.abort();
      await writing;
      if (!holds()) return;
      const [released] = decideLease({ type: 'release', holderId: self.id, epoch }, stateNow);
      ended.abort(new LeaseLostError('released'));
      if (released === undefined) return;
      try {
        await writeLease(store, newId(), released, revision);
        logger.info({ epoch }, 'released the lease to run processes');
      } catch (error) {
        logger.warn({ err: error, epoch }, 'the lease could not be released; it runs out by itself');
      }
    },
  };
};

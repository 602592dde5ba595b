import { lanes } from '../../../domain/process/lanes.ts';
import type { Lane } from '../../../domain/process/lanes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Deadline, Deadlines } from '../../ports/deadlines.ts';
import type { Log } from '../../ports/logger.ts';
import type { Lease, LeaseTerm } from '../lease/lease.ts';
import { createRests } from './rests.ts';
import type { Rests } from './rests.ts';
import { LeaseLostError } from './work.ts';
import type { Worker } from './work.ts';

export type RunnerDependencies = Readonly<{
  deadlines: Deadlines;
  lease: Lease;
  /** By kind of work. */
  workers: Readonly<Record<string, Worker>>;
  clock: Clock;
  logger: Log;
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** How many works go on at once in each lane. Default: 8 in `work`, 2 in `messages`. */
  concurrency?: Readonly<Partial<Record<Lane, number>>>;
  /** How long a stop waits for effects that are under way. Default: 10 000. */
  drainMilliseconds?: number;
}>;

/**
 * Messages go out a few at a time: a burst of requests is not to wait behind its own mails, nor are their receivers to be
 * flooded.
 */
const defaultConcurrency: Readonly<Record<Lane, number>> = { work: 8, messages: 2 };

/** Looks at the list this often even when nothing seems to have changed. */
const longestWaitMilliseconds = 30_000;
/** How long the read model may take to learn of what a worker wrote, before the work rests. */
const catchUpMilliseconds = 5_000;

/**
 * Does due work while this server holds the lease, until the signal aborts: different works at the same time, each of
 * them once at a time. Resolves when everything has come to rest and the lease is given up.
 */
export const runProcesses = async (dependencies: RunnerDependencies, signal: AbortSignal): Promise<void> => {
  const { lease, logger, pause } = dependencies;
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      const term = await lease.acquire(signal);
      await workDuring(term, dependencies);
    } catch (error) {
      if (stopped()) return;
      logger.error({ err: error }, 'the runner of processes failed and begins again');
      await pause(1_000, signal).catch(() => undefined);
    }
  }
};

const workDuring = async (term: LeaseTerm, dependencies: RunnerDependencies): Promise<void> => {
  const { deadlines, clock, logger, pause, drainMilliseconds = 10_000 } = dependencies;
  const concurrency = { ...defaultConcurrency, ...dependencies.concurrency };
  const running = new Map<string, Promise<void>>();
  const busy: Record<Lane, number> = { work: 0, messages: 0 };
  const rests = createRests();
  let wake = new AbortController();

  const startDue = (lane: Lane): void => {
    const now = clock();
    const nowMilliseconds = Date.parse(now);
    if (busy[lane] >= concurrency[lane]) return;
    // Rows at the head of the list may be busy or resting; those behind them must still be seen.
    for (const work of deadlines.due(lane, now, concurrency[lane] + busy[lane] + rests.count())) {
      if (busy[lane] >= concurrency[lane]) return;
      if (running.has(work.workId) || rests.isResting(work, nowMilliseconds)) continue;
      busy[lane] += 1;
      const done = workOn(work, term, rests, dependencies).finally(() => {
        busy[lane] -= 1;
        running.delete(work.workId);
        wake.abort();
      });
      running.set(work.workId, done);
    }
  };

  const waitForChange = async (): Promise<void> => {
    wake = new AbortController();
    const now = clock();
    const ends = [deadlines.nextDueAt(now), rests.nextEnd(Date.parse(now))].flatMap((end) =>
      end === undefined ? [] : [typeof end === 'number' ? end : Date.parse(end)],
    );
    const wait = Math.min(longestWaitMilliseconds, ...ends.map((end) => Math.max(end - Date.parse(now), 1)));
    await deadlines.changed(AbortSignal.any([term.signal, wake.signal]), wait);
  };

  while (!term.signal.aborted) {
    try {
      lanes.forEach(startDue);
      await waitForChange();
    } catch (error) {
      // The list itself can not be read, while it is rebuilt for example.
      logger.error({ err: error }, 'due work could not be read');
      await pause(1_000, term.signal).catch(() => undefined);
    }
  }
  const drained = await settled(running, drainMilliseconds, pause);
  if (drained) await term.release();
  else {
    logger.warn({ works: [...running.keys()] }, 'effects are still under way; the lease is left to run out');
    term.drop();
  }
};

const workOn = async (
  work: Deadline,
  term: LeaseTerm,
  rests: Rests,
  { workers, deadlines, clock, logger }: RunnerDependencies,
): Promise<void> => {
  const { workId, kind } = work;
  const rest = (): number => rests.rest(work, Date.parse(clock()));
  try {
    const worker = workers[kind];
    if (worker === undefined) throw new Error(`nobody does work of the kind ${kind}`);
    const position = await worker(work, term);
    const believed = position !== undefined && (await deadlines.waitFor(position, catchUpMilliseconds));
    if (believed) rests.forget(workId);
    else rest();
  } catch (error) {
    if (term.signal.aborted || error instanceof LeaseLostError) return;
    logger.error({ err: error, workId, restsMilliseconds: rest() }, 'work failed and will be tried again');
  }
};

/** Whether everything has come to rest within the time. */
const settled = async (
  running: ReadonlyMap<string, Promise<void>>,
  withinMilliseconds: number,
  pause: RunnerDependencies['pause'],
): Promise<boolean> => {
  if (running.size === 0) return true;
  const over = new AbortController();
  const time = pause(withinMilliseconds, over.signal).then(
    () => false,
    () => false,
  );
  const drained = await Promise.race([Promise.all(running.values()).then(() => true), time]);
  over.abort();
  return drained;
};

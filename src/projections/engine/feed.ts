import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog, Recorded } from '../../application/ports/event-log.ts';
import type { Position } from '../../application/ports/event-store.ts';
import type { Log } from '../../application/ports/logger.ts';
import { comparePositions } from '../../application/ports/position.ts';
import type { ReadModel } from './read-model.ts';

/** A batch that every model fed by the shared subscription has committed. */
export type AppliedBatch = Readonly<{
  events: readonly Recorded[];
  /** Of the last event. */
  position: Position;
  /** False while the server reads up on history. */
  live: boolean;
}>;

export type Feed = Readonly<{
  /** Whether the subscription has reached the head of the log. */
  live: () => boolean;
  /** Place of the subscription in the log. */
  position: () => Position | undefined;
  /** Why there is no subscription at the moment. */
  error: () => string | undefined;
  /** Lets a model read the log by itself until it is where the subscription is, then joins it. */
  rejoin: (model: ReadModel) => void;
  /** Feeds a model nothing more, until it rejoins. */
  leave: (model: ReadModel, as: 'paused' | 'frozen') => void;
  stop: () => Promise<void>;
}>;

export type FeedOptions = Readonly<{
  log: Pick<EventLog, 'subscribe' | 'read'>;
  models: readonly ReadModel[];
  logger: Log;
  onBatch: (batch: AppliedBatch) => void;
  /** Called after rows of one model changed, or its checkpoint moved. */
  onProgress: (model: ReadModel) => void;
  /** First and longest wait before a failed model, or a lost subscription, is tried again. */
  retry: Readonly<{ first: number; cap: number }>;
}>;

/**
 * The first event after a silence is applied at once. What comes soon after it is gathered for thrice the time that the last
 * batch took, but not for long: each batch costs a commit in every model and wakes every listener, however few its events are,
 * and commands need the rest of the thread.
 */
const gatheringAfter = (batchMilliseconds: number): number => Math.min(3 * batchMilliseconds, 25);

const newest = (models: readonly ReadModel[]): Position | undefined =>
  models
    .map((model) => model.position())
    .reduce(
      (left, right) => (left && (right === undefined || comparePositions(left, right) > 0) ? left : right),
      undefined,
    );

/**
 * One subscription to the log, fanned out to every model that is as far as it is. A model that is not (after a crash, a
 * failure, a rebuild) reads what it lacks by itself and joins; so none of them ever holds up the others.
 */
export const startFeed = ({ log, models, logger, onBatch, onProgress, retry }: FeedOptions): Feed => {
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  const ownReads = new Map<ReadModel, AbortController>();
  const failures = new Map<ReadModel, number>();
  const running = new Set<Promise<void>>();
  const fed = models.filter((model) => model.feed() !== 'frozen');
  let position = newest(fed);
  let live = false;
  let lost: string | undefined;

  const isLevel = (model: ReadModel): boolean => {
    const own = model.position();
    return position === undefined || (own !== undefined && comparePositions(own, position) >= 0);
  };
  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => running.delete(tracked));
    running.add(tracked);
  };
  const waitBefore = (tries: number): number =>
    Math.min(retry.cap, retry.first * 2 ** tries) * (0.5 + Math.random() / 2);
  const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    try {
      await pause(milliseconds, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

  const haltOwnRead = (model: ReadModel): void => {
    ownReads.get(model)?.abort();
    ownReads.delete(model);
  };

  const applyTo = (model: ReadModel, events: readonly Recorded[]): boolean => {
    const applied = model.apply(events);
    if (applied) failures.delete(model);
    onProgress(model);
    return applied;
  };

  /** Reads on until the model is level with the subscription, failed or was halted. */
  const readUp = async (model: ReadModel, signal: AbortSignal): Promise<void> => {
    const halted = (): boolean => signal.aborted;
    while (!halted() && !isLevel(model)) {
      const target = position;
      const after = model.position();
      for await (const page of log.read({ signal, ...(after === undefined ? {} : { after }) })) {
        if (halted() || !applyTo(model, page)) return;
        if (isLevel(model)) break;
      }
      // A read goes to the head, so nothing up to the target is missing, though its event may be nobody's.
      if (target !== undefined && !isLevel(model)) model.advance(target);
    }
  };

  const rejoin = (model: ReadModel): void => {
    haltOwnRead(model);
    if (isLevel(model)) {
      model.setFeed('joined');
      onProgress(model);
      return;
    }
    const halt = new AbortController();
    ownReads.set(model, halt);
    model.setFeed('behind');
    const signal = AbortSignal.any([halt.signal, stopping.signal]);
    const work = async (): Promise<void> => {
      try {
        await readUp(model, signal);
      } catch (error) {
        // The store did not answer, or an event cannot be read: this model waits, like one whose rows failed.
        if (!signal.aborted) model.fail(error);
      }
      if (signal.aborted) return;
      ownReads.delete(model);
      if (model.feed() === 'failed') retryLater(model);
      else model.setFeed('joined');
      onProgress(model);
    };
    track(work());
  };

  const retryLater = (model: ReadModel): void => {
    const tries = failures.get(model) ?? 0;
    failures.set(model, tries + 1);
    const halt = new AbortController();
    ownReads.set(model, halt);
    const signal = AbortSignal.any([halt.signal, stopping.signal]);
    track(
      sleep(waitBefore(tries), signal).then(() => {
        if (!signal.aborted) rejoin(model);
      }),
    );
  };

  const fanOut = (events: readonly Recorded[], last: Recorded): void => {
    for (const model of models) {
      if (model.feed() === 'joined' && !applyTo(model, events)) retryLater(model);
    }
    position = last.position;
    onBatch({ events, position, live });
  };

  const advance = (to: Position): void => {
    if (position !== undefined && comparePositions(to, position) <= 0) return;
    position = to;
    for (const model of models) {
      if (model.feed() !== 'joined') continue;
      model.advance(to);
      onProgress(model);
    }
  };

  const listen = async (): Promise<void> => {
    const after = position;
    for await (const message of log.subscribe({
      signal: stopping.signal,
      ...(after === undefined ? {} : { after }),
    })) {
      lost = undefined;
      if (message.kind === 'events') {
        const last = message.events.at(-1);
        if (last === undefined) continue;
        const begun = performance.now();
        fanOut(message.events, last);
        if (live) await sleep(gatheringAfter(performance.now() - begun), stopping.signal);
      } else {
        if (message.position !== undefined) advance(message.position);
        if (message.kind === 'caught-up' && !live) {
          live = true;
          models.forEach(onProgress);
        }
      }
    }
  };

  const subscribeForEver = async (): Promise<void> => {
    for (let tries = 0; !stopped(); tries += 1) {
      try {
        await listen();
      } catch (error) {
        // The log itself resubscribes; what comes through here no model can be fed around: say so and try again.
        lost = error instanceof Error ? error.message : String(error);
        live = false;
        logger.error({ err: error }, 'The read models have lost their subscription to the event log');
      }
      if (!stopped()) await sleep(waitBefore(tries), stopping.signal);
    }
  };

  for (const model of fed) rejoin(model);
  track(subscribeForEver());

  return {
    live: () => live,
    position: () => position,
    error: () => lost,
    rejoin,
    leave: (model, as) => {
      haltOwnRead(model);
      model.setFeed(as);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
};

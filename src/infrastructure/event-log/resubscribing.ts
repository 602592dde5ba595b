import type {
  EventStore,
  Position,
  SubscribeAllOptions,
  SubscriptionMessage,
} from '../../application/ports/event-store.ts';
import { EventStoreError } from '../../application/ports/event-store.ts';
import type { Log } from '../../application/ports/logger.ts';
import { comparePositions, formatPosition } from '../../application/ports/position.ts';
import { backoffMilliseconds, pauseUnlessAborted } from './backoff.ts';

const backoff = { first: 100, cap: 10_000 } as const;

/**
 * A subscription that outlives its connection: after every loss it goes on from the last position that was delivered,
 * until the signal aborts. No event is lost or delivered twice.
 * @throws EventStoreError when waiting cannot help: the store is closed or its file corrupt
 */
export async function* resubscribing(
  store: EventStore,
  options: SubscribeAllOptions,
  logger: Log,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const { signal } = options;
  const aborted = (): boolean => signal.aborted;
  let after = options.after;
  let failures = 0;
  while (!aborted()) {
    try {
      for await (const message of store.subscribeAll(after === undefined ? options : { ...options, after })) {
        failures = 0;
        yield message;
        after = later(after, positionOf(message));
      }
    } catch (error) {
      if (aborted()) return;
      if (!(error instanceof EventStoreError) || error.failure === 'closed' || error.failure === 'corrupt') throw error;
      const from = after === undefined ? 'the start' : formatPosition(after);
      logger.warn({ err: error, from, failures }, 'the subscription to the event log was lost, subscribing again');
    }
    if (aborted()) return;
    await pauseUnlessAborted(backoffMilliseconds(failures, backoff), signal);
    failures += 1;
  }
}

const positionOf = (message: SubscriptionMessage): Position | undefined =>
  message.kind === 'events' ? message.events.at(-1)?.position : message.position;

/** A checkpoint may lag behind the last event, so the later of the two counts. */
const later = (left: Position | undefined, right: Position | undefined): Position | undefined => {
  if (left === undefined) return right;
  if (right === undefined) return left;
  return comparePositions(left, right) >= 0 ? left : right;
};

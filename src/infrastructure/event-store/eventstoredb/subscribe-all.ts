import {
  excludeSystemEvents,
  START,
  streamNameFilter,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Filter,
  type ResolvedEvent,
} from '@eventstore/db-client';
import {
  EventStoreError,
  type Position,
  type SubscribeAllOptions,
  type SubscriptionMessage,
} from '../../../application/ports/event-store.ts';
import { toEventStoreError } from './client-failure.ts';
import { clientStream } from './client-stream.ts';
import { comparePositions, fromClientEvent, fromClientPosition, toClientPosition } from './event-conversion.ts';

/** Events handed over at once, and held for a slow consumer. */
const PAGE_SIZE = 200;

/** The server looks at 32 events per step; a checkpoint after each step that found nothing. */
const CHECKPOINT_INTERVAL = 1;

/** Said by the server between two events: it counts once the events that arrived before it were taken. */
type Mark = Readonly<{ after: number; checkpoint?: Position }>;

/**
 * One subscription to all streams, filtered by the server. It is never resubscribed here: the caller does that from its
 * checkpoint. @throws EventStoreError `unavailable` when the connection is lost
 */
export async function* subscribeAll(
  client: EventStoreDBClient,
  options: SubscribeAllOptions,
  timeout: number,
): AsyncGenerator<SubscriptionMessage> {
  const { after, streamPrefixes = [], signal } = options;
  const aborted = (): boolean => signal.aborted;
  if (aborted()) return;
  const marks: Mark[] = [];
  let position = after;
  /** Only the server's word that the subscription stands must come in time; then silence means that nothing happens. */
  let patience: number | undefined = timeout;

  const subscription: AllStreamSubscription = client.subscribeToAll(
    {
      fromPosition: after ? toClientPosition(after) : START,
      filter: filterFor(streamPrefixes, (checkpoint) => {
        mark({ checkpoint: fromClientPosition(checkpoint) });
      }),
    },
    { highWaterMark: PAGE_SIZE },
  );
  const stream = clientStream<ResolvedEvent>(subscription);
  const mark = (content: Omit<Mark, 'after'>): void => {
    marks.push({ after: stream.taken() + stream.waiting(), ...content });
    stream.wake();
  };
  subscription.on('confirmation', () => {
    patience = undefined;
    stream.wake();
  });
  subscription.on('caughtUp', () => {
    mark({});
  });
  signal.addEventListener('abort', stream.wake, { once: true });

  try {
    while (!aborted()) {
      const next = marks[0];
      const limit = Math.min(PAGE_SIZE, next ? next.after - stream.taken() : PAGE_SIZE);
      const taken = stream.take(limit);
      const last = taken.at(-1)?.event?.position;
      if (last) position = fromClientPosition(last);
      const events = taken.flatMap(({ event }) => fromClientEvent(event) ?? []);
      if (events.length > 0) yield { kind: 'events', events };
      else if (taken.length > 0 && position) yield { kind: 'checkpoint', position };

      if (next && stream.taken() >= next.after) {
        marks.shift();
        if (!next.checkpoint) yield { kind: 'caught-up', position };
        else if (!position || comparePositions(next.checkpoint, position) > 0) {
          position = next.checkpoint;
          yield { kind: 'checkpoint', position };
        }
      } else if (taken.length === 0) {
        stream.throwIfFailed();
        if (stream.ended()) throw new EventStoreError('unavailable', 'the event store ended the subscription');
        await stream.changed(patience);
      }
    }
  } catch (error) {
    throw toEventStoreError(error, 'subscribe to all streams');
  } finally {
    signal.removeEventListener('abort', stream.wake);
    // Rejects when the call never began; then there is nothing to end, and the failure was thrown above.
    subscription.unsubscribe().catch(() => undefined);
  }
}

const filterFor = (
  prefixes: readonly string[],
  /** Must not throw: the client would fall silent for ever. */
  reached: (position: Readonly<{ commit: bigint; prepare: bigint }>) => void,
): Filter => {
  const checkpoints = {
    checkpointInterval: CHECKPOINT_INTERVAL,
    checkpointReached: (
      _subscription: AllStreamSubscription,
      position: Readonly<{ commit: bigint; prepare: bigint }>,
    ) => {
      reached(position);
    },
  };
  return prefixes.length === 0
    ? excludeSystemEvents(checkpoints)
    : streamNameFilter({ prefixes: [...prefixes], ...checkpoints });
};

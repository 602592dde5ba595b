import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type EventStoreDBClient,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import type {
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
} from '../../../application/ports/event-store.ts';
import { isStreamMissing, toEventStoreError } from './client-failure.ts';
import { clientStream } from './client-stream.ts';
import { comparePositions, fromClientEvent, toClientPosition } from './event-conversion.ts';

/** Events handed over at once. */
const PAGE_SIZE = 500;

/** Pages of whatever the client streams; ends the call when the consumer stops. @throws the client's errors */
async function* pagesOf(read: StreamingRead<ResolvedEvent>, timeout: number): AsyncGenerator<readonly ResolvedEvent[]> {
  const stream = clientStream<ResolvedEvent>(read);
  try {
    for (;;) {
      const page = stream.take(PAGE_SIZE);
      if (page.length > 0) {
        yield page;
        continue;
      }
      stream.throwIfFailed();
      if (stream.ended()) return;
      await stream.changed(timeout);
    }
  } finally {
    // Rejects when the call never began; then there is nothing to cancel, and the failure was thrown above.
    read.cancel().catch(() => undefined);
  }
}

/** @throws EventStoreError */
export const readStream = async (
  client: EventStoreDBClient,
  streamId: string,
  { direction = 'forwards', from, maxCount }: ReadStreamOptions,
  timeout: number,
): Promise<readonly RecordedEvent[]> => {
  const read = client.readStream(
    streamId,
    {
      direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
      fromRevision: from === undefined ? (direction === 'forwards' ? START : END) : BigInt(from),
      ...(maxCount !== undefined && { maxCount }),
    },
    { highWaterMark: PAGE_SIZE },
  );
  const events: RecordedEvent[] = [];
  try {
    for await (const page of pagesOf(read, timeout)) events.push(...visible(page));
    return events;
  } catch (error) {
    if (isStreamMissing(error)) return [];
    throw toEventStoreError(error, `read ${streamId}`);
  }
};

const visible = (page: readonly ResolvedEvent[]): readonly RecordedEvent[] =>
  page.flatMap(({ event }) => fromClientEvent(event) ?? []);

/**
 * The client cannot filter a read of all streams, so everything is read and the rest is dropped here. The server's idea of
 * "from" is inclusive in one direction and not in the other; what is not strictly beyond the position is dropped too.
 * @throws EventStoreError
 */
export async function* readAll(
  client: EventStoreDBClient,
  options: ReadAllOptions,
  timeout: number,
): AsyncGenerator<readonly RecordedEvent[]> {
  const { direction = 'forwards', from, maxCount = Infinity, streamPrefixes = [], signal } = options;
  signal?.throwIfAborted();
  if (maxCount <= 0) return;
  const forwards = direction === 'forwards';
  const edge = forwards ? START : END;
  const read = client.readAll(
    { direction: forwards ? FORWARDS : BACKWARDS, fromPosition: from ? toClientPosition(from) : edge },
    { highWaterMark: PAGE_SIZE },
  );
  let remaining = maxCount;
  try {
    for await (const page of pagesOf(read, timeout)) {
      signal?.throwIfAborted();
      const events = visible(page)
        .filter((event) => isBeyond(event.position, from, forwards) && hasPrefix(event.streamId, streamPrefixes))
        .slice(0, remaining);
      remaining -= events.length;
      if (events.length > 0) yield events;
      if (remaining <= 0) return;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw toEventStoreError(error, 'read all streams');
  }
}

const isBeyond = (position: Position, from: Position | undefined, forwards: boolean): boolean =>
  from === undefined || (forwards ? comparePositions(position, from) > 0 : comparePositions(position, from) < 0);

const hasPrefix = (streamId: string, prefixes: readonly string[]): boolean =>
  prefixes.length === 0 || prefixes.some((prefix) => streamId.startsWith(prefix));

/** How far back the newest event of ours is looked for, among the server's own. */
const SEARCHED = 5_000;

/**
 * Position of the newest event that consumers see. Among many events of the server's own the search ends with the oldest
 * one seen: nothing of ours follows it, which is all that a consumer wants to know. @throws EventStoreError
 */
export const readHead = async (client: EventStoreDBClient, timeout: number): Promise<Position | undefined> => {
  const read = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: SEARCHED }, { highWaterMark: 1 });
  let oldest: Position | undefined;
  try {
    for await (const page of pagesOf(read, timeout)) {
      for (const { event } of page) {
        const found = fromClientEvent(event);
        if (found) return found.position;
        if (event?.position)
          oldest = { commit: Number(event.position.commit), prepare: Number(event.position.prepare) };
      }
    }
    return oldest;
  } catch (error) {
    throw toEventStoreError(error, 'read the newest event');
  }
};

import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  EventStoreError,
  WrongExpectedRevisionError,
  type AppendResult,
  type EventReader,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type JsonObject,
  type Position,
  type ReadAllOptions,
  type RecordedEvent,
  type SubscribeAllOptions,
  type SubscriptionMessage,
} from '../../../application/ports/event-store.ts';
import { openEmbeddedCore, type EmbeddedCore, type EmbeddedStoreOptions } from './embedded-core.ts';
import { followLog } from './follow-log.ts';
import { openForReading } from './log-file.ts';
import { createLogReader, type EventRow, type LogReader } from './log-reader.ts';
import type { EncodedEvent, WriteOutcome } from './log-writer.ts';
import { translatingFailures } from './sqlite-failure.ts';

/**
 * Rows per page: half a millisecond of the event loop. Of larger pages more is still in use whenever garbage is collected,
 * and what is in use is copied: with 500 rows a rebuild takes a third longer.
 */
const PAGE_SIZE = 200;

/**
 * Opens the event store in this process, on one SQLite file, as its only writer.
 * @throws EventStoreError `locked` (naming who), `corrupt`, `full`, `unavailable`
 */
export const openEmbeddedStore = (options: EmbeddedStoreOptions): Promise<EventStore> =>
  Promise.resolve().then(() => embeddedStore(openEmbeddedCore(options)));

/** The EventStore port over an open core; closing the store closes the core. */
export const embeddedStore = (core: EmbeddedCore): EventStore => ({
  append: async (streamId, events, expected) => {
    if (events.length === 0) throw new TypeError(`an append to ${streamId} needs at least one event`);
    return resultOf(streamId, expected, await core.append(streamId, events.map(encode), expected));
  },
  deleteStream: async (streamId, expected) => {
    resultOf(streamId, expected, await core.remove(streamId, expected));
  },
  limitStream: async (streamId, maxCount) => {
    resultOf(streamId, 'any', await core.limit(streamId, maxCount));
  },
  ...readingFaceOf(core.read),
  subscribeAll: (options) => subscribeAll(core, options),
  close: core.close,
});

/**
 * Opens an existing log for reading only, beside its writer: for a worker thread or another process.
 * @throws EventStoreError `corrupt`, `unavailable` when there is no log
 */
export const openEmbeddedStoreForReading = (file: string): EventReader => {
  const database = translatingFailures(file, () => openForReading(file));
  const reader = translatingFailures(file, () => createLogReader(database));
  const read = <Result>(query: (reader: LogReader) => Result): Result => {
    if (!database.isOpen) throw new EventStoreError('closed', `${file} was closed`);
    return translatingFailures(file, () => query(reader));
  };
  return {
    ...readingFaceOf(read),
    close: () => {
      if (database.isOpen) database.close();
      return Promise.resolve();
    },
  };
};

type Read = EmbeddedCore['read'];

const readingFaceOf = (read: Read): Omit<EventReader, 'close'> => ({
  readStream: (streamId, options = {}) =>
    Promise.resolve().then(() => read((reader) => reader.stream(streamId, options)).map(decode)),
  readAll: (options = {}) => readAll(read, options),
  head: () =>
    Promise.resolve().then(() => {
      const position = read((reader) => reader.lastVisiblePosition());
      return position === 0 ? undefined : positionOf(position);
    }),
});

async function* readAll(read: Read, options: ReadAllOptions): AsyncGenerator<readonly RecordedEvent[]> {
  const { direction = 'forwards', streamPrefixes = [], signal } = options;
  let from = options.from?.commit ?? (direction === 'forwards' ? 0 : Number.MAX_SAFE_INTEGER);
  let remaining = options.maxCount ?? Infinity;
  while (remaining > 0) {
    signal?.throwIfAborted();
    const limit = Math.min(PAGE_SIZE, remaining);
    const page = read((reader) => reader.scan({ direction, from, limit, streamPrefixes }));
    if (page.rows.length > 0) yield page.rows.map(decode);
    if (page.atEnd) return;
    from = page.scannedTo;
    remaining -= page.rows.length;
    await nextTurn();
  }
}

async function* subscribeAll(core: EmbeddedCore, options: SubscribeAllOptions): AsyncGenerator<SubscriptionMessage> {
  const { after, streamPrefixes = [], signal } = options;
  const from = after?.commit ?? 0;
  for await (const { rows, scannedFrom, scannedTo, caughtUp } of followLog(core, {
    from,
    limit: PAGE_SIZE,
    streamPrefixes,
    signal,
  })) {
    if (rows.length > 0) yield { kind: 'events', events: rows.map(decode) };
    if (scannedTo > (rows.at(-1)?.position ?? scannedFrom))
      yield { kind: 'checkpoint', position: positionOf(scannedTo) };
    if (caughtUp) yield { kind: 'caught-up', position: scannedTo === 0 ? undefined : positionOf(scannedTo) };
  }
}

const positionOf = (position: number): Position => ({ commit: position, prepare: position });

const encode = (event: EventToAppend): EncodedEvent => ({
  id: event.id,
  type: event.type,
  data: JSON.stringify(event.data),
  metadata: JSON.stringify(event.metadata),
});

const decode = (row: EventRow): RecordedEvent => ({
  id: row.id,
  type: row.type,
  data: JSON.parse(row.data) as JsonObject,
  metadata: JSON.parse(row.metadata) as JsonObject,
  streamId: row.stream,
  revision: row.revision,
  position: positionOf(row.position),
  recordedAt: row.recorded_at,
});

const resultOf = (streamId: string, expected: ExpectedRevision, outcome: WriteOutcome): AppendResult => {
  if (outcome.kind === 'written') {
    return { revision: outcome.revision, position: positionOf(outcome.position) };
  }
  const actual = outcome.kind === 'deleted' ? 'no-stream' : outcome.actual;
  throw new WrongExpectedRevisionError(streamId, expected, actual);
};

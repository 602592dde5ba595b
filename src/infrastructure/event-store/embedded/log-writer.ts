import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { ExpectedRevision } from '../../../application/ports/event-store.ts';
import { LAST_POSITION, STREAM_REVISION } from './schema.ts';
import { checkCommit, type StreamState, type StoredEvents } from './commit-check.ts';
import {
  DELETED_TRUNCATE_BEFORE,
  describedStream,
  isSystemStream,
  METADATA_EVENT_TYPE,
  metadataStreamOf,
  parseMetadata,
  settingsIn,
} from './stream-metadata.ts';

/** An event with its JSON as text, as it is stored. */
export type EncodedEvent = Readonly<{ id: string; type: string; data: string; metadata: string }>;

export type WriteOutcome =
  | Readonly<{ kind: 'written'; revision: number; position: number }>
  | Readonly<{ kind: 'wrong-revision'; actual: number | 'no-stream' }>
  /** Tombstoned, or soft-deleted where the writer demanded an existing stream. */
  | Readonly<{ kind: 'deleted' }>;

/** Every function runs inside a transaction of the caller. */
export type LogWriter = Readonly<{
  append: (stream: string, events: readonly EncodedEvent[], expected: ExpectedRevision) => WriteOutcome;
  /** Removes the stream's events; its numbering goes on if it is begun anew. */
  remove: (stream: string, expected: ExpectedRevision) => WriteOutcome;
  /** Removes the stream's events and its name for ever. */
  tombstone: (stream: string, expected: ExpectedRevision) => WriteOutcome;
  /** Keeps only the newest `maxCount` events. */
  limit: (stream: string, maxCount: number) => WriteOutcome;
  /** Position of the newest event, system events included; 0 when the log is empty. */
  lastPosition: () => number;
  /** The transaction was rolled back: what was counted since must be counted anew. */
  forgetUncommitted: () => void;
}>;

type StreamRow = {
  readonly id: number;
  revision: number;
  state: StreamState;
  first_kept: number;
  max_count: number | null;
};

/**
 * How far back in its stream a repeated event is recognised when the writer expects no revision; with an expected
 * revision it always is. EventStoreDB, too, promises this for recent events only.
 */
const REMEMBERED_EVENTS = 200;

/** Streams whose newest revision is kept at hand. */
const KNOWN_STREAMS = 10_000;

const insertInto = (table: 'events' | 'limited_events'): string =>
  `INSERT INTO ${table} (position, stream, revision, id, type, data, metadata, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** As many bytes as the column has, all the same: a row that keeps its size is overwritten where it is. */
const zerosLike = (column: string): string =>
  `substr(hex(zeroblob(octet_length(${column}))), 1, octet_length(${column}))`;

export const createLogWriter = (database: DatabaseSync, now: () => number): LogWriter => {
  const selectStream = database.prepare(
    `SELECT s.id, ${STREAM_REVISION} AS revision, s.state, s.first_kept, s.max_count FROM streams s WHERE s.name = ?`,
  );
  const insertStream = database.prepare('INSERT INTO streams (name, system, max_count) VALUES (?, ?, ?)');
  const updateSettings = database.prepare(
    'UPDATE streams SET revision = ?, state = ?, first_kept = ?, max_count = ? WHERE id = ?',
  );
  const insertEvent = database.prepare(insertInto('events'));
  const insertLimitedEvent = database.prepare(insertInto('limited_events'));
  const selectRevision = database.prepare(
    `SELECT revision FROM events WHERE stream = ?1 AND revision >= ?2 AND id = ?3
     UNION ALL SELECT revision FROM limited_events WHERE stream = ?1 AND revision >= ?2 AND id = ?3`,
  );
  const selectByRevision = database.prepare(
    `SELECT id, position FROM events WHERE stream = ?1 AND revision = ?2
     UNION ALL SELECT id, position FROM limited_events WHERE stream = ?1 AND revision = ?2`,
  );
  const selectNewestMetadata = database.prepare(
    'SELECT data FROM limited_events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
  );
  const eraseEvents = database.prepare(
    `UPDATE events SET data = ${zerosLike('data')}, metadata = ${zerosLike('metadata')}
     WHERE stream = ? AND revision >= ? AND revision < ?`,
  );
  const deleteLimitedEvents = database.prepare('DELETE FROM limited_events WHERE stream = ? AND revision < ?');
  const selectLastPosition = database.prepare(LAST_POSITION);

  const readLastPosition = (): number => Number(selectLastPosition.get()?.['position'] ?? 0);
  let last = readLastPosition();

  // There is no other writer, so what was read or written once stays true until a rollback.
  const known = new Map<string, StreamRow>();

  const remember = (stream: string, row: StreamRow): StreamRow => {
    if (known.size >= KNOWN_STREAMS) known.clear();
    known.set(stream, row);
    return row;
  };

  const find = (stream: string): StreamRow | undefined => {
    const row = known.get(stream);
    if (row) return row;
    const read = selectStream.get(stream) as StreamRow | undefined;
    return read && remember(stream, read);
  };

  const findOrCreate = (stream: string): StreamRow => {
    const found = find(stream);
    if (found) return found;
    // Only the newest metadata counts; the older ones are dropped as they are replaced.
    const maxCount = describedStream(stream) === undefined ? null : 1;
    const { lastInsertRowid } = insertStream.run(stream, isSystemStream(stream) ? 1 : 0, maxCount);
    const id = Number(lastInsertRowid);
    return remember(stream, { id, revision: -1, state: 'live', first_kept: 0, max_count: maxCount });
  };

  const hasMetadata = (stream: string): boolean => (find(metadataStreamOf(stream))?.revision ?? -1) >= 0;

  const eventAt = (streamId: number, revision: number): { id: string; position: number } | undefined =>
    selectByRevision.get(streamId, revision) as { id: string; position: number } | undefined;

  const storedEvents = (stream: string, row: StreamRow | undefined): StoredEvents => ({
    revisionOf: (eventId) => {
      const found =
        row && selectRevision.get(row.id, Math.max(row.first_kept, row.revision - REMEMBERED_EVENTS), eventId);
      return (found as { revision: number } | undefined)?.revision;
    },
    idAt: (revision) => (row && revision >= row.first_kept ? eventAt(row.id, revision)?.id : undefined),
    hasMetadata: () => hasMetadata(stream),
  });

  const wrongRevision = (row: StreamRow | undefined): WriteOutcome => ({
    kind: 'wrong-revision',
    actual: row && row.revision >= 0 ? row.revision : 'no-stream',
  });

  const insert = (row: StreamRow, events: readonly EncodedEvent[]): void => {
    const recordedAt = now();
    const statement = row.max_count === null ? insertEvent : insertLimitedEvent;
    for (const { id, type, data, metadata } of events) {
      last += 1;
      row.revision += 1;
      statement.run(last, row.id, row.revision, id, type, data, metadata, recordedAt);
    }
    if (row.max_count !== null) removeBefore(row, row.revision - row.max_count + 1);
  };

  /** Removes the bytes of the stream's events before this revision. */
  const removeBefore = (row: StreamRow, firstKept: number): void => {
    if (firstKept <= row.first_kept) return;
    deleteLimitedEvents.run(row.id, firstKept);
    const { changes } = eraseEvents.run(row.id, row.first_kept, firstKept);
    if (changes === 0) return;
    row.first_kept = firstKept;
    updateSettings.run(row.revision, row.state, row.first_kept, row.max_count, row.id);
  };

  const applySettings = (stream: string, data: string): void => {
    const row = findOrCreate(stream);
    if (row.state === 'tombstoned') return;
    const settings = settingsIn(parseMetadata(data));
    // A deleted stream that lives again begins after its last event, whatever the metadata says: the rest is gone.
    if (row.state === 'deleted') row.first_kept = row.revision + 1;
    row.state = settings.state;
    row.max_count = settings.maxCount;
    removeBefore(row, Math.min(settings.truncateBefore, row.revision + 1));
    if (row.max_count !== null) removeBefore(row, row.revision - row.max_count + 1);
    row.first_kept = Math.max(row.first_kept, settings.truncateBefore);
    updateSettings.run(row.revision, row.state, row.first_kept, row.max_count, row.id);
  };

  const writeMetadata = (stream: string, data: string): void => {
    insert(findOrCreate(metadataStreamOf(stream)), [
      { id: randomUUID(), type: METADATA_EVENT_TYPE, data, metadata: '{}' },
    ]);
    applySettings(stream, data);
  };

  /** A deleted stream that is written to again begins after its last event. */
  const revive = (stream: string, row: StreamRow): StreamRow => {
    writeMetadata(stream, JSON.stringify({ $tb: row.revision + 1 }));
    return findOrCreate(stream);
  };

  const append: LogWriter['append'] = (stream, events, expected) => {
    const row = find(stream);
    const decision = checkCommit(
      row ?? { revision: -1, state: 'live' },
      expected,
      events.map((event) => event.id),
      storedEvents(stream, row),
    );
    if (decision.kind === 'deleted') return { kind: 'deleted' };
    if (decision.kind === 'wrong-revision') return wrongRevision(row);
    if (decision.kind === 'repeated') {
      const position = row && eventAt(row.id, decision.revision)?.position;
      return { kind: 'written', revision: decision.revision, position: position ?? last };
    }
    const target = row?.state === 'deleted' ? revive(stream, row) : (row ?? findOrCreate(stream));
    insert(target, events);
    const position = last;
    const described = describedStream(stream);
    const newest = events.at(-1);
    if (described !== undefined && newest?.type === METADATA_EVENT_TYPE) applySettings(described, newest.data);
    return { kind: 'written', revision: target.revision, position };
  };

  /** Undefined when the stream may be deleted under this expectation. */
  const refuseDeletion = (
    stream: string,
    row: StreamRow | undefined,
    expected: ExpectedRevision,
  ): WriteOutcome | undefined => {
    if (!row || (row.revision < 0 && !hasMetadata(stream))) return wrongRevision(row);
    const { kind } = checkCommit(row, expected, [], storedEvents(stream, row));
    if (kind === 'append') return undefined;
    return kind === 'deleted' ? { kind } : wrongRevision(row);
  };

  const remove: LogWriter['remove'] = (stream, expected) => {
    const row = find(stream);
    const refusal = refuseDeletion(stream, row, expected);
    if (refusal) return refusal;
    if (row?.state !== 'deleted') writeMetadata(stream, `{"$tb":${DELETED_TRUNCATE_BEFORE}}`);
    return { kind: 'written', revision: row?.revision ?? -1, position: last };
  };

  const tombstone: LogWriter['tombstone'] = (stream, expected) => {
    const row = find(stream);
    const refusal = refuseDeletion(stream, row, expected);
    if (refusal || !row) return refusal ?? wrongRevision(row);
    writeMetadata(stream, `{"$tb":${DELETED_TRUNCATE_BEFORE}}`);
    row.state = 'tombstoned';
    updateSettings.run(row.revision, row.state, row.first_kept, row.max_count, row.id);
    return { kind: 'written', revision: row.revision, position: last };
  };

  const limit: LogWriter['limit'] = (stream, maxCount) => {
    const row = findOrCreate(stream);
    if (row.state === 'tombstoned') return { kind: 'deleted' };
    // A deleted stream keeps its mark; there is nothing left to limit.
    if (row.state === 'live' && row.max_count !== maxCount) {
      const metadata = find(metadataStreamOf(stream));
      const newest = metadata && (selectNewestMetadata.get(metadata.id) as { data: string } | undefined);
      writeMetadata(stream, JSON.stringify({ ...parseMetadata(newest?.data ?? '{}'), $maxCount: maxCount }));
    }
    return { kind: 'written', revision: row.revision, position: last };
  };

  return {
    append,
    remove,
    tombstone,
    limit,
    lastPosition: () => last,
    forgetUncommitted: () => {
      last = readLastPosition();
      known.clear();
    },
  };
};

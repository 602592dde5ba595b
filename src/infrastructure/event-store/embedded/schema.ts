/** "NETS": tells our file from any other SQLite database (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x4e_45_54_53;

export const SCHEMA_VERSION = 2;

const EVENT_COLUMNS = `
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams (id),
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    recorded_at INTEGER NOT NULL`;

/**
 * An append writes as few pages as it can, because each costs a write to the log file: one of the table, one of its index, and
 * `streams` only when the stream is new.
 *
 * - `position` is assigned by us inside the transaction: 1, 2, 3 … without a gap, over both tables.
 * - Rows of `events` are never deleted: what is removed is overwritten in place, byte for byte. Deleting rows would make SQLite
 *   move their neighbours to other pages, and copies of those would stay behind where `secure_delete` does not reach.
 * - `limited_events` holds the streams of which only the newest events count (leases, stream metadata). Its rows are deleted, so
 *   that they take no room; it is small.
 * - The last revision of a stream is that of its newest event; `streams.revision` keeps it when events are removed
 *   (-1 before), so that numbers are never reused. Events before `first_kept` are gone.
 * - `state` and `max_count` mirror the stream's newest `$metadata` event, which is kept in the stream `$$<name>` as EventStoreDB
 *   does.
 * - The index holds the event id too, so "was this event stored before?" is answered from the index alone.
 */
export const SCHEMA = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    system INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT -1,
    state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'deleted', 'tombstoned')),
    first_kept INTEGER NOT NULL DEFAULT 0,
    max_count INTEGER
  ) STRICT;
  CREATE TABLE events (${EVENT_COLUMNS}) STRICT;
  CREATE UNIQUE INDEX events_by_revision ON events (stream, revision, id);
  CREATE TABLE limited_events (${EVENT_COLUMNS}) STRICT;
  CREATE UNIQUE INDEX limited_events_by_revision ON limited_events (stream, revision, id);
`;

const newestRevisionIn = (table: 'events' | 'limited_events'): string =>
  `coalesce((SELECT e.revision FROM ${table} e WHERE e.stream = s.id ORDER BY e.revision DESC LIMIT 1), -1)`;

/** SQL: last revision of the stream in the row `s`. */
export const STREAM_REVISION = `max(s.revision, ${newestRevisionIn('events')}, ${newestRevisionIn('limited_events')})`;

/** SQL: the newest position, 0 when the log is empty. */
export const LAST_POSITION = `SELECT max(
  coalesce((SELECT max(position) FROM events), 0),
  coalesce((SELECT max(position) FROM limited_events), 0)
) AS position`;

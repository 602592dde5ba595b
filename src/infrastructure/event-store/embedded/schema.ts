/** Last revision of the stream in the row `s`. */
export const STREAM_REVISION =
  'max(s.revision, coalesce((SELECT e.revision FROM events e WHERE e.stream = s.id ORDER BY e.revision DESC LIMIT 1), -1))';

/** "NETS": tells our file from any other SQLite database (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x4e_45_54_53;

export const SCHEMA_VERSION = 1;

/**
 * An append writes as few pages as it can, because each costs a write to the log file: one of `events`, one of its index, and
 * `streams` only when the stream is new.
 *
 * - The last revision of a stream is that of its newest event; `streams.revision` keeps it when events are removed
 *   (-1 before), so that numbers are never reused.
 * - `truncate_before` and `max_count` mirror the stream's newest `$metadata` event, which is kept in the stream `$$<name>`
 *   as EventStoreDB does.
 * - `events.position` is assigned by us inside the transaction: 1, 2, 3 … without a gap.
 * - The index holds the event id too, so "was this event stored before?" is answered from the index alone.
 */
export const SCHEMA = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    system INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT -1,
    state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'deleted', 'tombstoned')),
    truncate_before INTEGER NOT NULL DEFAULT 0,
    max_count INTEGER
  ) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams (id),
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_revision ON events (stream, revision, id);
`;

/** "NETS": tells our file from any other SQLite database (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x4e_45_54_53;

export const SCHEMA_VERSION = 1;

/**
 * `streams.revision` is the last revision ever given (-1 before the first event) and survives deletion, so numbers are never reused.
 * `truncate_before` and `max_count` mirror the stream's newest `$metadata` event, which is kept in the stream `$$<name>` as EventStoreDB does.
 * `events.position` is assigned by us inside the transaction: 1, 2, 3 … without a gap.
 * The index on (stream, id) answers "was this event stored before?"; it starts with the stream because streams in use are
 * neighbours, so appends keep touching the same few pages.
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
  CREATE UNIQUE INDEX events_by_revision ON events (stream, revision);
  CREATE INDEX events_by_id ON events (stream, id);
`;

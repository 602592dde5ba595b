export const tables = `
CREATE TABLE request (
  instance_id  TEXT    NOT NULL PRIMARY KEY,
  owner_id     TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  hostname     TEXT    NOT NULL,
  template_id  TEXT    NOT NULL,
  reason       TEXT    NOT NULL,   -- sealed
  cores        INTEGER NOT NULL,
  memory_mib   INTEGER NOT NULL,
  disk_gib     INTEGER NOT NULL,
  swap_mib     INTEGER NOT NULL,
  requested_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What a person has already: approved and not given up.
CREATE TABLE held (
  instance_id TEXT NOT NULL PRIMARY KEY,
  owner_id    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

export const indexes = `
CREATE INDEX request_by_time ON request (requested_at);
CREATE INDEX held_by_owner ON held (owner_id);
`;

export const tables = `
CREATE TABLE process (
  process_id TEXT NOT NULL PRIMARY KEY,
  kind       TEXT NOT NULL,
  lane       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  state      TEXT NOT NULL,
  given_up   INTEGER NOT NULL,     -- 1 from the moment it was abandoned
  step       TEXT,
  cause      TEXT,
  retry_at   TEXT,
  started_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

export const indexes = `
CREATE INDEX process_by_state ON process (state, changed_at);
CREATE INDEX process_by_lane ON process (state, lane, changed_at);
`;

export const tables = `
CREATE TABLE account (
  account_id      TEXT    NOT NULL PRIMARY KEY,
  phase           TEXT    NOT NULL,
  username        TEXT    NOT NULL,   -- sealed
  email           TEXT    NOT NULL,   -- sealed
  display_name    TEXT    NOT NULL,   -- sealed
  disabled_reason TEXT,               -- sealed; null while the account is not disabled
  pending_change  TEXT,               -- id of the change of address that waits for its link
  pending_email   TEXT,               -- sealed
  pending_until   TEXT,               -- ISO time until which its link works; null once it was opened
  erasure_due_at  TEXT,
  sessions_ended  TEXT,               -- ISO time: sessions that began before are over
  session_kept    TEXT,               -- but for this one
  since           TEXT    NOT NULL,
  changed_at      TEXT    NOT NULL,
  revision        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

export const indexes = `
CREATE INDEX account_by_time ON account (since);
`;

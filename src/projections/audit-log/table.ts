export const tables = `
CREATE TABLE entry (
  commit_position  INTEGER NOT NULL,
  prepare_position INTEGER NOT NULL,
  event_id         TEXT    NOT NULL,
  type             TEXT    NOT NULL,
  at               TEXT    NOT NULL,
  actor_type       TEXT    NOT NULL,
  actor_id         TEXT    NOT NULL,
  stream_id        TEXT    NOT NULL,
  instance_id      TEXT,
  account_id       TEXT,
  summary          TEXT    NOT NULL,  -- in words, nothing personal
  details          TEXT    NOT NULL,  -- JSON object, nothing personal
  subject          TEXT,              -- account id of the person that personal is about
  personal         TEXT,              -- JSON object of the personal fields, each sealed
  correlation_id   TEXT    NOT NULL,
  causation_id     TEXT    NOT NULL,
  PRIMARY KEY (commit_position, prepare_position)
) STRICT, WITHOUT ROWID;
`;

/** Not partial, though nobody asks for events without instance: rows are counted by it, a hundred times faster than by the table. */
export const indexes = `
CREATE INDEX entry_by_instance ON entry (instance_id, commit_position, prepare_position);
CREATE INDEX entry_by_account ON entry (account_id, commit_position, prepare_position) WHERE account_id IS NOT NULL;
CREATE INDEX entry_by_actor ON entry (actor_id, commit_position, prepare_position) WHERE actor_type = 'account';
`;

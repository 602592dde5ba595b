export const tables = `
CREATE TABLE deadline (
  work_id          TEXT    NOT NULL PRIMARY KEY,
  kind             TEXT    NOT NULL,
  lane             TEXT    NOT NULL,
  subject          TEXT    NOT NULL,
  due_at           TEXT    NOT NULL,
  causation_id     TEXT    NOT NULL,
  correlation_id   TEXT    NOT NULL,
  commit_position  INTEGER NOT NULL,
  prepare_position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

export const indexes = `
CREATE INDEX deadline_by_time ON deadline (lane, due_at, commit_position);
`;

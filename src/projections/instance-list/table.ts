export const tables = `
CREATE TABLE instance (
  instance_id    TEXT    NOT NULL PRIMARY KEY,
  owner_id       TEXT    NOT NULL,
  kind           TEXT    NOT NULL,
  hostname       TEXT    NOT NULL,
  template_id    TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  address        TEXT,
  default_domain TEXT    NOT NULL,  -- sealed
  steps_done     INTEGER NOT NULL,
  requested_at   TEXT    NOT NULL,
  changed_at     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
`;

export const indexes = `
CREATE INDEX instance_by_owner ON instance (owner_id, requested_at);
CREATE INDEX instance_by_time ON instance (requested_at);
`;

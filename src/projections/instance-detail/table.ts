export const tables = `
CREATE TABLE instance (
  instance_id    TEXT    NOT NULL PRIMARY KEY,
  owner_id       TEXT    NOT NULL,
  kind           TEXT    NOT NULL,
  hostname       TEXT    NOT NULL,
  template_id    TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  revision       INTEGER NOT NULL,
  default_domain TEXT    NOT NULL,  -- sealed
  reason         TEXT    NOT NULL,  -- sealed
  refusal        TEXT,              -- sealed
  cores          INTEGER NOT NULL,
  memory_mib     INTEGER NOT NULL,
  disk_gib       INTEGER NOT NULL,
  swap_mib       INTEGER NOT NULL,
  node           TEXT,
  vmid           INTEGER,
  address        TEXT,
  process_id     TEXT,
  requested_at   TEXT    NOT NULL,
  changed_at     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Steps that were begun; the ones that wait are known to the definition of the process.
CREATE TABLE step (
  process_id   TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  state        TEXT    NOT NULL,
  attempt      INTEGER NOT NULL,
  began        INTEGER NOT NULL,    -- revision of the process at which it was begun
  started_at   TEXT    NOT NULL,
  ended_at     TEXT,
  cause        TEXT,
  retry_at     TEXT,
  PRIMARY KEY (process_id, name)
) STRICT, WITHOUT ROWID;

-- One row per report: a document that grows would be written again with every line.
CREATE TABLE step_log (
  process_id TEXT    NOT NULL,
  step       TEXT    NOT NULL,
  revision   INTEGER NOT NULL,      -- of the process, at the report
  lines      TEXT    NOT NULL,      -- joined by line feeds
  PRIMARY KEY (process_id, step, revision)
) STRICT, WITHOUT ROWID;
`;

export const tables = `
-- Every domain of an instance; it is a route while the instance has an address.
CREATE TABLE route (
  instance_id TEXT NOT NULL,
  domain      TEXT NOT NULL,       -- sealed: the default domain names the owner
  address     TEXT,
  since       TEXT,
  suspended   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (instance_id, domain)
) STRICT, WITHOUT ROWID;
`;

/** Names and addresses are sealed. */
export const tables = `
CREATE TABLE person (
  account_id   TEXT NOT NULL PRIMARY KEY,
  username     TEXT NOT NULL,
  email        TEXT NOT NULL,
  display_name TEXT NOT NULL,
  linked_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

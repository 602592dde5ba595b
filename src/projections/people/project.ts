import type { DatabaseSync } from 'node:sqlite';
import type { RowChanges } from '../engine/projection.ts';

/** A person as they, or the directory, last told about them. */
export const project = (database: DatabaseSync): RowChanges => {
  const link = database.prepare(
    'INSERT OR REPLACE INTO person (account_id, username, email, display_name, linked_at) VALUES (?, ?, ?, ?, ?)',
  );
  const rename = database.prepare('UPDATE person SET display_name = ? WHERE account_id = ?');
  const move = database.prepare('UPDATE person SET email = ? WHERE account_id = ?');
  return {
    on: {
      'account-linked': ({ event: { data }, metadata }) => {
        link.run(data.accountId, data.username, data.email, data.displayName, metadata.at);
      },
      'sign-up-received': ({ event: { data }, metadata }) => {
        link.run(data.accountId, data.username, data.email, data.displayName, metadata.at);
      },
      'display-name-changed': ({ event: { data } }) => {
        rename.run(data.displayName, data.accountId);
      },
      'email-changed': ({ event: { data } }) => {
        move.run(data.email, data.accountId);
      },
    },
  };
};

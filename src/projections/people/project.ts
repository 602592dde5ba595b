import type { DatabaseSync } from 'node:sqlite';
import type { RowChanges } from '../engine/projection.ts';

/** A person as the directory last told about them. */
export const project = (database: DatabaseSync): RowChanges => {
  const link = database.prepare(
    'INSERT OR REPLACE INTO person (account_id, username, email, display_name, linked_at) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    on: {
      'account-linked': ({ event: { data }, metadata }) => {
        link.run(data.accountId, data.username, data.email, data.displayName, metadata.at);
      },
    },
  };
};

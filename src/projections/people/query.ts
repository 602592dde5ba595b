import type { DatabaseSync } from 'node:sqlite';
import { rowReader } from '../engine/rows.ts';

/** All but the id is sealed. */
type PersonView = Readonly<{ id: string; username: string; email: string; displayName: string }>;

export type People = Readonly<{
  find: (accountId: string) => PersonView | undefined;
  /** Usernames, sealed, by account id; people never seen are absent. */
  usernames: (accountIds: Iterable<string>) => ReadonlyMap<string, string>;
}>;

/** Who the account ids of other read models are. */
export const query = (database: DatabaseSync): People => {
  const byId = rowReader<PersonView>(
    database,
    'SELECT account_id AS id, username, email, display_name AS displayName FROM person WHERE account_id = ?',
  );
  return {
    find: (accountId) => byId.first(accountId),
    usernames: (accountIds) => {
      const names = new Map<string, string>();
      for (const id of new Set(accountIds)) {
        const person = byId.first(id);
        if (person) names.set(id, person.username);
      }
      return names;
    },
  };
};

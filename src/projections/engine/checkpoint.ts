import type { DatabaseSync } from 'node:sqlite';
import type { Position } from '../../application/ports/event-store.ts';
import { rowReader } from './rows.ts';

/** Lives in the same file as the rows, so that both change in one transaction. Version and generation are the file's name. */
export const checkpointTable = `
CREATE TABLE checkpoint (
  only_row         INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  commit_position  INTEGER NOT NULL,
  prepare_position INTEGER NOT NULL
) STRICT;
`;

export type Checkpoint = Readonly<{
  load: () => Position | undefined;
  store: (position: Position) => void;
}>;

/** Reads the checkpoint of a file that is open under a schema name. */
export const checkpointIn = (schema: 'main' | 'running'): string =>
  `SELECT commit_position AS "commit", prepare_position AS "prepare" FROM ${schema}.checkpoint`;

/** Prepares the statements on a file that has the table. */
export const openCheckpoint = (database: DatabaseSync): Checkpoint => {
  const load = rowReader<Position>(database, checkpointIn('main'));
  const store = database.prepare('INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?)');
  return {
    load: () => load.first(),
    store: ({ commit, prepare }) => {
      store.run(commit, prepare);
    },
  };
};

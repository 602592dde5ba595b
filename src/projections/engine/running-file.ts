import { DatabaseSync } from 'node:sqlite';
import type { Position } from '../../application/ports/event-store.ts';
import { openCheckpoint } from './checkpoint.ts';

/** How far a file that another thread writes has come, by what it has committed. */
export const checkpointOf = (path: string): Position | undefined => {
  const database = new DatabaseSync(path);
  try {
    return openCheckpoint(database).load();
  } finally {
    database.close();
  }
};

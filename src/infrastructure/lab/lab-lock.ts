import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process runs the lab of this folder. */
export class LabRunningError extends Error {
  override readonly name = 'LabRunningError';
}

/**
 * Makes this process the only one that runs the lab of a folder. The lock is SQLite's, so the system lets go of it
 * whenever the process ends, however it ends.
 * @param patience how long to wait for somebody who is letting go, in milliseconds; this thread stands still meanwhile
 * @returns a function that lets go
 * @throws LabRunningError
 */
export const lockLab = (directory: string, patience = 250): (() => void) => {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'lock.sqlite'), { timeout: patience });
  try {
    // Two who begin at the same moment stop each other: with patience, one of them gives way to the other.
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    // SQLITE_BUSY
    if (typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === 5) {
      throw new LabRunningError(`a lab is already running on ${directory}`, { cause: error });
    }
    throw error;
  }
  return () => {
    database.close();
  };
};

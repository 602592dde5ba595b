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
 * @returns a function that lets go
 * @throws LabRunningError
 */
export const lockLab = (directory: string): (() => void) => {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'lock.sqlite'));
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive;');
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

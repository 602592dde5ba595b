import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreError } from '../../../application/ports/event-store.ts';
import { isBusy, isSqliteError, translatingFailures } from './sqlite-failure.ts';

export type WriterLock = Readonly<{ release: () => void }>;

type Owner = Readonly<{ process: number; host: string; since: string }>;

/**
 * Makes this process the only writer of `file`, or says who is.
 *
 * The lock is SQLite's own write lock on a small database beside the log, held by a transaction that never ends:
 * the operating system drops it when the process dies, however it dies, so no stale lock is ever left to clean up.
 * A write lock leaves the owner's row readable to those who are refused.
 *
 * @throws EventStoreError `locked`
 */
export const acquireWriterLock = (file: string): WriterLock => {
  const lockFile = `${file}.lock`;
  return translatingFailures(lockFile, () => {
    const database = new DatabaseSync(lockFile, { timeout: 0 });
    try {
      claim(database);
    } catch (error) {
      const owner = isBusy(error) ? currentOwner(database) : undefined;
      database.close();
      if (!isBusy(error)) throw error;
      throw new EventStoreError('locked', `${file} is in use by ${owner ?? 'another process'}`, { cause: error });
    }
    return { release: () => database.close() };
  });
};

const claim = (database: DatabaseSync): void => {
  // Nothing here is worth a journal, and a full disk must not keep the log from being opened.
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
  database.exec('BEGIN IMMEDIATE');
  database.exec('CREATE TABLE IF NOT EXISTS owner (process INTEGER, host TEXT, since TEXT) STRICT');
  database.exec('DELETE FROM owner');
  database
    .prepare('INSERT INTO owner (process, host, since) VALUES (?, ?, ?)')
    .run(process.pid, hostname(), new Date().toISOString());
  database.exec('COMMIT');
  database.exec('BEGIN IMMEDIATE');
};

const currentOwner = (database: DatabaseSync): string | undefined => {
  try {
    const owner = database.prepare('SELECT process, host, since FROM owner').get() as Owner | undefined;
    return owner && `process ${String(owner.process)} on ${owner.host} since ${owner.since}`;
  } catch (error) {
    // The owner may be in the instant between creating the file and naming itself.
    if (isSqliteError(error)) return undefined;
    throw error;
  }
};

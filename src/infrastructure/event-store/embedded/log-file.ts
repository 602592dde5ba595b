import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreError } from '../../../application/ports/event-store.ts';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** How long a statement waits for a reader that is ending a checkpoint, in milliseconds. */
const BUSY_TIMEOUT = 2_000;

/**
 * Opens the log for writing and creates it when it is missing. WAL with `synchronous=FULL`: a COMMIT returns after its
 * bytes are on the disk (https://www.sqlite.org/pragma.html#pragma_synchronous). `secure_delete` overwrites what is deleted.
 * @throws EventStoreError, SQLite errors
 */
export const openForWriting = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: false });
  try {
    if (isEmpty(database)) create(database);
    verify(database, file);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA secure_delete = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** Opens an existing log beside its writer, in this or another thread or process. @throws EventStoreError, SQLite errors */
export const openForReading = (file: string): DatabaseSync => {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    throw new EventStoreError('unavailable', `there is no event log at ${file}`);
  }
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
  try {
    verify(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const pragma = (database: DatabaseSync, name: string): number =>
  Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

const isEmpty = (database: DatabaseSync): boolean => pragma(database, 'page_count') === 0;

const create = (database: DatabaseSync): void => {
  database.exec(
    `BEGIN IMMEDIATE;
     PRAGMA application_id = ${String(APPLICATION_ID)};
     PRAGMA user_version = ${String(SCHEMA_VERSION)};
     ${SCHEMA}
     COMMIT`,
  );
};

const verify = (database: DatabaseSync, file: string): void => {
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw new EventStoreError('corrupt', `the file is not an event log: ${file}`);
  }
  const version = pragma(database, 'user_version');
  if (version !== SCHEMA_VERSION) {
    throw new EventStoreError(
      'corrupt',
      `${file} has layout ${String(version)}; this version of the software knows layout ${String(SCHEMA_VERSION)}`,
    );
  }
};

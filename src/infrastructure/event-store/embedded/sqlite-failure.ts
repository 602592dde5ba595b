import { EventStoreError, type EventStoreFailure } from '../../../application/ports/event-store.ts';

/** Primary result codes, https://www.sqlite.org/rescode.html. */
const FAILURES: ReadonlyMap<number, readonly [failure: EventStoreFailure, sentence: string]> = new Map([
  [5, ['locked', 'another connection holds the event log']],
  [6, ['locked', 'another connection holds the event log']],
  [8, ['unavailable', 'the event log cannot be written to']],
  [10, ['unavailable', 'the disk failed while the event log was read or written']],
  [11, ['corrupt', 'the event log is damaged']],
  [13, ['full', 'the disk is full; nothing was stored']],
  [14, ['unavailable', 'the event log cannot be opened']],
  [26, ['corrupt', 'the file is not an event log']],
]);

/** Growing the shared-memory index failed: the disk is full although the code says I/O (SQLITE_IOERR_SHMSIZE). */
const SHARED_MEMORY_SIZE = 4874;

const IO_ERROR = 10;

const BUSY = 5;

/** Extended result code; undefined for errors that are not SQLite's. */
const resultCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined;

export const isSqliteError = (error: unknown): boolean => resultCode(error) !== undefined;

/** True when another connection holds the lock that was wanted. */
export const isBusy = (error: unknown): boolean => ((resultCode(error) ?? 0) & 0xff) === BUSY;

/** True when SQLite could not tell what reached the disk (a failed fsync, for example). */
export const isDiskFailure = (error: unknown): boolean => {
  const code = resultCode(error);
  return code !== undefined && code !== SHARED_MEMORY_SIZE && (code & 0xff) === IO_ERROR;
};

/** Names SQLite's result code in the port's words; errors that are not SQLite's come back unchanged. */
export const toEventStoreError = (error: unknown, file: string): unknown => {
  const code = resultCode(error);
  if (code === undefined || error instanceof EventStoreError) return error;
  const [failure, sentence] =
    FAILURES.get(code === SHARED_MEMORY_SIZE ? 13 : code & 0xff) ?? (['unavailable', 'SQLite refused'] as const);
  return new EventStoreError(failure, `${sentence}: ${file} (SQLite says ${String(error)}, code ${String(code)})`, {
    cause: error,
  });
};

/** Runs `work` and translates what SQLite throws. @throws EventStoreError */
export const translatingFailures = <Result>(file: string, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw toEventStoreError(error, file);
  }
};

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { EventStoreError, type ExpectedRevision } from '../../../application/ports/event-store.ts';
import { createCommitQueue } from './commit-queue.ts';
import { openForWriting } from './log-file.ts';
import { createLogReader, type LogReader } from './log-reader.ts';
import { createLogWriter, type EncodedEvent, type WriteOutcome } from './log-writer.ts';
import { translatingFailures } from './sqlite-failure.ts';
import { acquireWriterLock } from './writer-lock.ts';

export type EmbeddedStoreOptions = Readonly<{
  /** The SQLite file; its folder is made when it is missing. */
  file: string;
  logger?: Logger;
  /** Milliseconds since the epoch; for tests. */
  now?: () => number;
  /** Refuses to grow beyond this many 4 KiB pages, as a full disk would; for tests. */
  maximumPages?: number;
}>;

/**
 * The log of one SQLite file with its single writer: what the two faces (EventStore port, gRPC front) share.
 * Writes resolve when they are durable; refusals are outcomes, failures are EventStoreErrors.
 */
export type EmbeddedCore = Readonly<{
  append: (stream: string, events: readonly EncodedEvent[], expected: ExpectedRevision) => Promise<WriteOutcome>;
  remove: (stream: string, expected: ExpectedRevision) => Promise<WriteOutcome>;
  tombstone: (stream: string, expected: ExpectedRevision) => Promise<WriteOutcome>;
  limit: (stream: string, maxCount: number) => Promise<WriteOutcome>;
  /** Runs one synchronous read. @throws EventStoreError */
  read: <Result>(query: (reader: LogReader) => Result) => Result;
  /** Resolves when something was committed after `position`, or the signal aborts. Rejects when the core is closed. */
  committedAfter: (position: number, signal: AbortSignal) => Promise<void>;
  close: () => Promise<void>;
}>;

const RETRY_ERASURE_AFTER = 250;

/** @throws EventStoreError `locked`, `corrupt`, `full`, `unavailable` */
export const openEmbeddedCore = (options: EmbeddedStoreOptions): EmbeddedCore => {
  const { file, logger } = options;
  mkdirSync(dirname(file), { recursive: true });
  const lock = acquireWriterLock(file);
  try {
    const database = translatingFailures(file, () => openForWriting(file));
    if (options.maximumPages) database.exec(`PRAGMA max_page_count = ${String(options.maximumPages)}`);
    return coreOver(database, options, () => {
      lock.release();
      logger?.debug({ file }, 'event log closed');
    });
  } catch (error) {
    lock.release();
    throw error;
  }
};

const coreOver = (
  database: DatabaseSync,
  { file, logger, now = Date.now }: EmbeddedStoreOptions,
  released: () => void,
): EmbeddedCore => {
  const [reader, writer] = translatingFailures(file, () => [createLogReader(database), createLogWriter(database, now)]);
  const waiters = new Set<() => void>();
  const eraser = createWalEraser(database, file, logger);
  const closed = new EventStoreError('closed', `${file} was closed`);
  let open = true;

  const wakeWaiters = (): void => {
    for (const wake of [...waiters]) wake();
  };
  const queue = createCommitQueue(
    database,
    file,
    () => {
      eraser.eraseIfWanted();
      wakeWaiters();
    },
    writer.forgetUncommitted,
  );
  // What a crash left in the write-ahead log may be a deleted event.
  eraser.want();
  eraser.eraseIfWanted();

  return {
    append: (stream, events, expected) => queue.submit(() => writer.append(stream, events, expected)),
    remove: (stream, expected) =>
      queue.submit(() => {
        eraser.want();
        return writer.remove(stream, expected);
      }),
    tombstone: (stream, expected) =>
      queue.submit(() => {
        eraser.want();
        return writer.tombstone(stream, expected);
      }),
    limit: (stream, maxCount) => queue.submit(() => writer.limit(stream, maxCount)),
    read: (query) => {
      if (!open) throw closed;
      return translatingFailures(file, () => query(reader));
    },
    committedAfter: (position, signal) =>
      new Promise((resolve, reject) => {
        const wake = (): void => {
          waiters.delete(wake);
          signal.removeEventListener('abort', wake);
          if (open) resolve();
          else reject(closed);
        };
        waiters.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        if (!open || signal.aborted || writer.lastPosition() > position) wake();
      }),
    close: () => {
      if (!open) return Promise.resolve();
      queue.close();
      open = false;
      wakeWaiters();
      eraser.stop();
      database.close();
      released();
      return Promise.resolve();
    },
  };
};

type WalEraser = Readonly<{ want: () => void; eraseIfWanted: () => void; stop: () => void }>;

/**
 * `secure_delete` overwrites deleted rows in the database, but old pages live on in the write-ahead log until it is
 * truncated. A reader in the middle of a page holds that up for a moment; then it is tried again.
 */
const createWalEraser = (database: DatabaseSync, file: string, logger: Logger | undefined): WalEraser => {
  const checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  let wanted = false;
  let retry: NodeJS.Timeout | undefined;

  const eraseIfWanted = (): void => {
    if (!wanted) return;
    clearTimeout(retry);
    try {
      wanted = checkpoint.get()?.['busy'] !== 0;
    } catch (error) {
      logger?.warn({ err: error, file }, 'the write-ahead log could not be truncated; deleted events are still in it');
    }
    if (wanted) retry = setTimeout(eraseIfWanted, RETRY_ERASURE_AFTER).unref();
  };

  return {
    want: () => {
      wanted = true;
    },
    eraseIfWanted,
    stop: () => clearTimeout(retry),
  };
};

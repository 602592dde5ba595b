import type { DatabaseSync } from 'node:sqlite';
import { EventStoreError } from '../../../application/ports/event-store.ts';
import { isDiskFailure, toEventStoreError } from './sqlite-failure.ts';

/**
 * Work done inside the shared transaction. It decides first and writes after, so a refusal is a returned value
 * that leaves the others' writes alone. It may run twice: again alone, when the shared transaction failed.
 */
export type Work<Result> = () => Result;

export type CommitQueue = Readonly<{
  /** Resolves after the COMMIT that made the work's writes durable has returned. @throws EventStoreError */
  submit: <Result>(work: Work<Result>) => Promise<Result>;
  /** Commits what is waiting, then refuses everything. */
  close: () => void;
}>;

type Job = Readonly<{
  work: Work<unknown>;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}>;

/** Bounds how long one turn of the event loop is held; the rest commits in the next turn. */
const MAXIMUM_JOBS_PER_COMMIT = 512;

/**
 * Group commit: everything submitted during one turn of the event loop shares one transaction and one fsync.
 * While the (synchronous) COMMIT runs, new work piles up in the sockets and forms the next group.
 */
export const createCommitQueue = (
  database: DatabaseSync,
  file: string,
  /** Called after each successful COMMIT, before the submitters learn of it. */
  committed: () => void,
  /** Called after each ROLLBACK. */
  rolledBack: () => void,
): CommitQueue => {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const waiting: Job[] = [];
  let scheduled: NodeJS.Immediate | undefined;
  let refusal: EventStoreError | undefined;

  const schedule = (): void => {
    scheduled ??= setImmediate(() => {
      scheduled = undefined;
      const group = waiting.splice(0, MAXIMUM_JOBS_PER_COMMIT);
      if (waiting.length > 0) schedule();
      commitTogether(group);
    });
  };

  const inOneTransaction = (group: readonly Job[]): unknown[] => {
    begin.run();
    try {
      const results = group.map((job) => job.work());
      commit.run();
      return results;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      rolledBack();
      throw error;
    }
  };

  const commitTogether = (group: readonly Job[]): void => {
    if (refusal) {
      rejectAll(group, refusal);
      return;
    }
    let results: unknown[];
    try {
      results = inOneTransaction(group);
    } catch (error) {
      if (isDiskFailure(error)) rejectAll(group, giveUp(error));
      else if (group.length === 1) rejectAll(group, toEventStoreError(error, file));
      else for (const job of group) commitTogether([job]);
      return;
    }
    committed();
    group.forEach((job, index) => job.resolve(results[index] as never));
  };

  /** After a failed write or fsync nobody knows what the disk holds; only opening the file again tells. */
  const giveUp = (error: unknown): EventStoreError => {
    refusal = new EventStoreError('unavailable', `the disk failed under ${file}; restart to recover`, { cause: error });
    return refusal;
  };

  return {
    submit: (work) =>
      new Promise((resolve, reject) => {
        if (refusal) {
          reject(refusal);
          return;
        }
        waiting.push({ work, resolve, reject });
        schedule();
      }),
    close: () => {
      if (scheduled) clearImmediate(scheduled);
      scheduled = undefined;
      while (waiting.length > 0) commitTogether(waiting.splice(0, MAXIMUM_JOBS_PER_COMMIT));
      refusal ??= new EventStoreError('closed', `${file} was closed`);
    },
  };
};

const rejectAll = (group: readonly Job[], error: unknown): void => {
  for (const job of group) job.reject(error);
};

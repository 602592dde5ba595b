import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreError } from '../../application/ports/event-store.ts';
import type { Log } from '../../application/ports/logger.ts';
import { backoffMilliseconds } from './backoff.ts';

const tries = 4;
const backoff = { first: 50, cap: 500 } as const;

/**
 * Runs an append again while it is unknown whether it took effect. Safe because the store recognises
 * the same event ids with the same expected revision; bounded because somebody waits for the answer.
 */
export const retryingUnknownOutcome = async <Result>(append: () => Promise<Result>, logger: Log): Promise<Result> => {
  for (let failures = 0; ; failures += 1) {
    try {
      return await append();
    } catch (error) {
      if (!(error instanceof EventStoreError) || error.failure !== 'unavailable' || failures + 1 >= tries) throw error;
      logger.warn({ err: error, failures: failures + 1 }, 'the outcome of an append is unknown, trying again');
      await pause(backoffMilliseconds(failures, backoff));
    }
  }
};

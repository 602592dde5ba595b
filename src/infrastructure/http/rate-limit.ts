import { MemoryStore } from 'express-rate-limit';
import { HttpProblem } from './http-problem.ts';

/** Counts per key in windows of a minute; beyond the limit the answer is 429 with the seconds to wait. */
export type RateLimit = Readonly<{
  /** Counts one. @throws HttpProblem 429 */
  count: (key: string) => Promise<void>;
  /** Refuses when the limit is reached, without counting. @throws HttpProblem 429 */
  check: (key: string) => Promise<void>;
  close: () => void;
}>;

const windowMs = 60_000;

const tooMany = (what: string, resetTime: Date | undefined): HttpProblem => {
  const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1000));
  return new HttpProblem(429, 'too-many-requests', `Too many ${what}; wait ${String(seconds)} s.`, {
    facts: { retryAfterSeconds: seconds },
    headers: { 'Retry-After': String(seconds) },
  });
};

/** @param what in the plural, for the sentence that people read */
export const createRateLimit = (limit: number, what: string): RateLimit => {
  const store = new MemoryStore();
  // Only `windowMs` is read by this store.
  store.init({ windowMs } as Parameters<MemoryStore['init']>[0]);
  return {
    count: async (key) => {
      const { totalHits, resetTime } = await store.increment(key);
      if (totalHits > limit) throw tooMany(what, resetTime);
    },
    check: async (key) => {
      const seen = await store.get(key);
      if (seen !== undefined && seen.totalHits >= limit) throw tooMany(what, seen.resetTime);
    },
    close: () => {
      store.shutdown();
    },
  };
};

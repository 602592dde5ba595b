import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isPassing } from './client-failure.ts';

export type Attempts = Readonly<{
  /** How often at most, the first included. */
  limit: number;
  /** Milliseconds before the second attempt; doubled each time up to `longestPause`, less up to half by chance. */
  firstPause: number;
  longestPause: number;
}>;

/**
 * Repeats a write whose outcome is unknown. Safe because each attempt carries the same event ids and expectation:
 * what an earlier attempt stored is recognised.
 */
export const repeatWhilePassing = async <Result>(
  attempt: () => Promise<Result>,
  { limit, firstPause, longestPause }: Attempts,
  facts: Readonly<{ doing: string; logger: Logger | undefined; signal: AbortSignal }>,
): Promise<Result> => {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (number >= limit || !isPassing(error) || facts.signal.aborted) throw error;
      facts.logger?.warn({ err: error, attempt: number }, `${facts.doing}: outcome unknown, trying again`);
      const longest = Math.min(longestPause, firstPause * 2 ** (number - 1));
      await pause(longest * (0.5 + Math.random() / 2), undefined, { signal: facts.signal });
    }
  }
};

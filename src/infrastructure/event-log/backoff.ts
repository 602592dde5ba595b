import { setTimeout as pause } from 'node:timers/promises';

/** Exponential, capped, with full jitter: many clients of a server that comes back do not come back together. */
export const backoffMilliseconds = (failures: number, limits: Readonly<{ first: number; cap: number }>): number =>
  Math.random() * Math.min(limits.cap, limits.first * 2 ** Math.min(failures, 30));

/** Resolves after the time, or at once when the signal aborts. */
export const pauseUnlessAborted = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    // Only the abort itself is expected; whoever waits looks at the signal next.
    if (!signal.aborted) throw error;
  }
};

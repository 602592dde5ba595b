/** Milliseconds to wait after the next failure; `reset` after a success. */
export type RetryPause = Readonly<{ next: () => number; reset: () => void }>;

const initial = 500;
const factor = 1.5;
const restartAfter = 30_000;

/**
 * Traefik's backoff (pkg/job/job.go over cenkalti/backoff): half a second, half as much again each time, spread by half to either
 * side, and from the beginning whenever 30 seconds have passed since the last beginning.
 * @param now milliseconds since the epoch
 * @param random from 0 to below 1
 */
export const createRetryPause = (now: () => number = Date.now, random: () => number = Math.random): RetryPause => {
  let interval = initial;
  let begun = now();
  const restart = (): void => {
    interval = initial;
    begun = now();
  };
  return {
    next: () => {
      if (now() - begun > restartAfter) restart();
      const pause = interval * (0.5 + random());
      interval *= factor;
      return pause;
    },
    reset: restart,
  };
};

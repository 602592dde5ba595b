/**
 * A length of time as a stopwatch shows it, so that ticking digits do not move: `< 0.1 s`, `0.4 s`, `12 s`, `3:05`, `1:02:09`.
 *
 * @param ms never negative on the screen: clocks of server and browser differ
 * @param running a running stopwatch shows whole seconds only
 */
export const formatDuration = (ms: number, running = false): string => {
  const length = Math.max(0, ms);
  const seconds = Math.floor(length / 1000);
  if (!running && length < 50) return $localize`< 0.1 s`;
  if (!running && length < 10_000) return $localize`${(length / 1000).toFixed(1)}:seconds: s`;
  if (seconds < 60) return $localize`${seconds}:seconds: s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
};

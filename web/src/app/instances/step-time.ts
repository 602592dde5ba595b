import type { Step } from '../api/contract';

/** Milliseconds that a step took, or has taken until now; undefined when it has not begun. */
export const stepTime = ({ startedAt, endedAt }: Step, now: number): number | undefined => {
  if (startedAt === null) return undefined;
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
};

/** Milliseconds from the first start to the last end; undefined while a step that began has not ended. */
export const wholeTime = (steps: readonly Step[]): number | undefined => {
  const begun = steps.filter(({ startedAt }) => startedAt !== null);
  const starts = begun.map(({ startedAt }) => Date.parse(startedAt ?? ''));
  const ends = begun.map(({ endedAt }) => (endedAt === null ? Number.NaN : Date.parse(endedAt)));
  const length = Math.max(...ends) - Math.min(...starts);
  return begun.length === 0 || Number.isNaN(length) ? undefined : length;
};

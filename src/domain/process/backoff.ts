/**
 * What kind of failure a step met; decides whether and when it is tried again.
 * - `unreachable`: nobody answered; it may have taken effect
 * - `busy`: locked, overloaded or not there yet
 * - `rejected`: refused as it stands, in the other side's own words
 * - `unexpected`: a failure nobody foresaw; somebody should look
 * - `denied`: our own credentials or rights do not suffice
 * - `impossible`: no repeat can help until a person changes something
 */
export const errorClasses = ['unreachable', 'busy', 'rejected', 'unexpected', 'denied', 'impossible'] as const;
export type ErrorClass = (typeof errorClasses)[number];

type Schedule = Readonly<{
  /** Tries in all, the first included. */
  tries: number;
  /** Milliseconds before the second try; doubles from try to try. */
  first: number;
  /** Milliseconds that no wait exceeds. */
  longest: number;
}>;

/** An outage of half a night is sat out (about two hours of tries); what people must mend parks within a minute. */
const schedules: Readonly<Record<ErrorClass, Schedule>> = {
  unreachable: { tries: 30, first: 2_000, longest: 300_000 },
  busy: { tries: 30, first: 2_000, longest: 120_000 },
  rejected: { tries: 5, first: 2_000, longest: 60_000 },
  unexpected: { tries: 3, first: 5_000, longest: 60_000 },
  denied: { tries: 1, first: 0, longest: 0 },
  impossible: { tries: 1, first: 0, longest: 0 },
};

/**
 * Milliseconds to wait after the given try failed; undefined when no further try follows.
 * @param tries tries so far, from 1
 * @param jitter 0 to 1, spreads the tries of many processes over the upper half of the wait
 */
export const backoff = (errorClass: ErrorClass, tries: number, jitter: number): number | undefined => {
  const schedule = schedules[errorClass];
  if (tries >= schedule.tries) return undefined;
  const full = Math.min(schedule.first * 2 ** (tries - 1), schedule.longest);
  return Math.round(full * (0.5 + jitter / 2));
};

const steps: readonly Readonly<{ unit: Intl.RelativeTimeFormatUnit; seconds: number }>[] = [
  { unit: 'year', seconds: 365.25 * 86_400 },
  { unit: 'month', seconds: 30.4375 * 86_400 },
  { unit: 'week', seconds: 7 * 86_400 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
];

/** `3 minutes ago`, `in 2 days`; under a minute `just now` or `in a moment`, because seconds that tick are noise. */
export const formatRelativeTime = (at: number, now: number, locale: string): string => {
  const seconds = (at - now) / 1000;
  const step = steps.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  if (step === undefined) return seconds > 5 ? $localize`in a moment` : $localize`just now`;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / step.seconds), step.unit);
};

const units: readonly Readonly<{ unit: Intl.NumberFormatOptions['unit']; ms: number }>[] = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1000 },
];
const second = { unit: 'second', ms: 1000 };

/**
 * A length of time as people say it: `7 days`, `36 hours`, `1 hour`, `90 seconds`. In the largest unit that says it without
 * losing much: two or more of it, or exactly one; what is left over is dropped.
 */
export const durationInWords = (ms: number, locale: string): string => {
  const length = Math.max(0, ms);
  const { unit, ms: size } = units.find((candidate) => length >= 2 * candidate.ms || length === candidate.ms) ?? second;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(length / size));
};

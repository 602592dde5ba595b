type Dated = Readonly<{ at: string }>;

type Day<T> = Readonly<{
  /** ISO date in the browser's time zone. */ date: string;
  label: string;
  entries: readonly T[];
}>;

/** Cuts a list that is ordered by time into days of the browser's time zone, in the same order. */
export const groupByDay = <T extends Dated>(entries: readonly T[], locale: string): readonly Day<T>[] => {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const days: { date: string; label: string; entries: T[] }[] = [];
  for (const entry of entries) {
    const moment = new Date(entry.at);
    const date = isoDate(moment);
    const last = days.at(-1);
    if (last?.date === date) last.entries.push(entry);
    else days.push({ date, label: format.format(moment), entries: [entry] });
  }
  return days;
};

const isoDate = (moment: Date): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
};

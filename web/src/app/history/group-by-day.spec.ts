import { describe, expect, it } from '@jest/globals';
import { groupByDay } from './group-by-day';

const at = (day: number, hour: number): { at: string } => ({ at: new Date(2026, 5, day, hour).toISOString() });

describe('groupByDay', () => {
  it('cuts at midnight of the time zone of the browser and keeps the order', () => {
    const days = groupByDay([at(2, 9), at(2, 0), at(1, 23)], 'en');

    expect(days.map(({ date, entries }) => [date, entries.length])).toEqual([
      ['2026-06-02', 2],
      ['2026-06-01', 1],
    ]);
  });

  it('names the day in the language of the page', () => {
    expect(groupByDay([at(1, 12)], 'en')[0]?.label).toBe('Monday, June 1, 2026');
  });
});

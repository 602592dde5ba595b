import { describe, expect, it } from '@jest/globals';
import type { HistoryEntry } from '../api/contract';
import { joinPages } from './join-pages';

const entry = (eventId: string): HistoryEntry => ({ eventId }) as HistoryEntry;
const ids = (entries: readonly HistoryEntry[]): readonly string[] => entries.map(({ eventId }) => eventId);

describe('joinPages', () => {
  it('shows an event once although both pages hold it', () => {
    expect(ids(joinPages([entry('d'), entry('c')], [entry('c'), entry('b'), entry('a')]))).toEqual([
      'd',
      'c',
      'b',
      'a',
    ]);
  });
});

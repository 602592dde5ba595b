import { describe, expect, it } from '@jest/globals';
import { formatRelativeTime } from './relative-time';

const now = Date.parse('2026-06-01T12:00:00Z');
const seconds = (count: number): string => formatRelativeTime(now + count * 1000, now, 'en');

describe('formatRelativeTime', () => {
  it.each([
    [-3, 'just now'],
    [-59, 'just now'],
    [-60, '1 minute ago'],
    [-3 * 3600 - 1800, '3 hours ago'],
    [-86_400, 'yesterday'],
    [-20 * 86_400, '2 weeks ago'],
    [-400 * 86_400, 'last year'],
    [20, 'in a moment'],
    [95, 'in 1 minute'],
  ])('says of %d s: %s', (count, text) => {
    expect(seconds(count)).toBe(text);
  });
});

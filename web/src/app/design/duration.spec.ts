import { describe, expect, it } from '@jest/globals';
import { formatDuration } from './duration';

describe('formatDuration', () => {
  it.each([
    [12, '< 0.1 s'],
    [420, '0.4 s'],
    [9_940, '9.9 s'],
    [12_700, '12 s'],
    [59_999, '59 s'],
    [185_000, '3:05'],
    [3_729_000, '1:02:09'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('shows whole seconds while it runs, so that digits do not flicker', () => {
    expect(formatDuration(2_940, true)).toBe('2 s');
  });

  it('never goes below nothing when clocks differ', () => {
    expect(formatDuration(-300)).toBe('< 0.1 s');
  });
});

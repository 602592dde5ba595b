import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoff, errorClasses } from './backoff.ts';

describe('backoff', () => {
  it('doubles from try to try up to the longest wait', () => {
    const waits = [1, 2, 3, 4, 20].map((tries) => backoff('unreachable', tries, 1));
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 300_000]);
  });

  it('spreads waits over the upper half', () => {
    expect(backoff('busy', 1, 0)).toBe(1_000);
    expect(backoff('busy', 1, 1)).toBe(2_000);
  });

  it('never repeats what is denied or impossible', () => {
    expect(backoff('denied', 1, 0)).toBeUndefined();
    expect(backoff('impossible', 1, 0)).toBeUndefined();
  });

  it('sits an outage of an hour out, and gives up some time', () => {
    const total = (errorClass: 'unreachable' | 'busy') => {
      let sum = 0;
      for (let tries = 1; ; tries += 1) {
        const wait = backoff(errorClass, tries, 0);
        if (wait === undefined) return sum;
        sum += wait;
      }
    };
    expect(total('unreachable')).toBeGreaterThan(3_600_000 * 0.9);
    expect(total('unreachable')).toBeLessThan(4 * 3_600_000);
  });

  it('is a finite wait or none, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...errorClasses),
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (errorClass, tries, jitter) => {
          const wait = backoff(errorClass, tries, jitter) ?? 0;
          expect(wait >= 0 && wait <= 300_000).toBe(true);
        },
      ),
    );
  });
});

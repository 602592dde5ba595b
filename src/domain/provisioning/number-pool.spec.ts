import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numbersFor } from './number-pool.ts';

describe('numbers of a pool', () => {
  it('come each exactly once, whoever asks', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 1_000 }),
        fc.integer({ min: 1, max: 400 }),
        (holder, first, size) => {
          const numbers = [...numbersFor(holder, { first, last: first + size - 1 })];
          expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, index) => first + index));
        },
      ),
    );
  });

  it('come in the same order for the same holder', () => {
    const range = { first: 100, last: 199 };
    expect([...numbersFor('i1', range)]).toEqual([...numbersFor('i1', range)]);
  });

  it('spread different holders over the range', () => {
    const range = { first: 10_000, last: 19_999 };
    const firsts = new Set(
      Array.from({ length: 200 }, (_, index) => numbersFor(`instance ${index}`, range).next().value),
    );
    expect(firsts.size).toBeGreaterThan(180);
  });

  it('are none in an empty range', () => {
    expect([...numbersFor('i1', { first: 2, last: 1 })]).toEqual([]);
  });
});

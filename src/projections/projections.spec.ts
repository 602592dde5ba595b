import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projections } from './projections.ts';
import { arbitraryHistory } from './testing/arbitrary-history.ts';
import { contentAfter } from './testing/given.ts';
import { recordedHistory } from './testing/recorded-history.ts';

describe('every read model', () => {
  it('has a name of its own', () => {
    const names = projections.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(projections)('$name: an event applied twice leaves the rows of once', (projection) => {
    fc.assert(
      fc.property(arbitraryHistory(), (events) => {
        const history = recordedHistory(events);
        expect(contentAfter(projection, history, 2)).toEqual(contentAfter(projection, history));
      }),
      { numRuns: 60 },
    );
  });
});

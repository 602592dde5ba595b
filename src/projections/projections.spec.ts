import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deadlines } from './deadlines/index.ts';
import { processes } from './processes/index.ts';
import { projections } from './projections.ts';
import { arbitraryHistory } from './testing/arbitrary-history.ts';
import { contentAfter } from './testing/given.ts';
import { mark, marked } from './testing/marked.ts';
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

  it.each(projections.filter(({ name }) => name !== 'audit-log'))(
    '$name: keeps what is personal as it came, sealed, and never as part of other words',
    (projection) => {
      fc.assert(
        fc.property(arbitraryHistory(), (events) => {
          const content = contentAfter(projection, recordedHistory(events.map(marked)));
          const cells = Object.values(content).flatMap((rows) => rows.flatMap((row) => Object.values(row)));
          expect(cells.filter((cell) => cell !== mark).join('\n')).not.toContain(mark);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each([deadlines, processes])('$name: holds nothing personal at all', (projection) => {
    fc.assert(
      fc.property(arbitraryHistory(), (events) => {
        const content = contentAfter(projection, recordedHistory(events.map(marked)));
        expect(JSON.stringify(content)).not.toContain(mark);
      }),
      { numRuns: 60 },
    );
  });
});

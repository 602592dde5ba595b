import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { people } from '../people/index.ts';
import { projections } from '../projections.ts';
import { arbitraryCuts, arbitraryHistory } from '../testing/arbitrary-history.ts';
import { linked, requested } from '../testing/facts.ts';
import { contentAfter } from '../testing/given.ts';
import { recordedHistory } from '../testing/recorded-history.ts';
import { contentOf } from './content.ts';
import { openGeneration } from './generation.ts';
import type { GenerationMode } from './generation.ts';
import type { Projection } from './projection.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generation-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const contentOfFile = (path: string) => {
  const database = new DatabaseSync(path);
  try {
    return contentOf(database);
  } finally {
    database.close();
  }
};

describe('a generation', () => {
  it.each(projections)(
    '$name: any history, cut and restarted anywhere, live or rebuilding, ends in equal tables',
    (projection) => {
      let runs = 0;
      fc.assert(
        fc.property(
          arbitraryHistory(),
          arbitraryCuts,
          fc.constantFrom<GenerationMode>('serving', 'rebuilding'),
          (events, cuts, mode) => {
            const history = recordedHistory(events);
            const path = join(folder, `${projection.name}-${String((runs += 1))}.sqlite`);
            for (const cut of [...cuts.toSorted((left, right) => left - right), 1]) {
              const generation = openGeneration(projection, path, mode);
              // A batch begins anywhere before the checkpoint, as after a crash that lost the newest commits.
              const from = Math.floor((history.length * cut) / 2);
              const reached = generation.position()?.commit ?? 0;
              const batch = history.slice(Math.min(from, reached), Math.ceil(history.length * cut));
              generation.apply(batch.slice(0, Math.ceil(batch.length / 2)));
              generation.apply(batch);
              generation.close();
            }
            expect(contentOfFile(path)).toEqual(contentAfter(projection, history));
          },
        ),
        { numRuns: 15 },
      );
    },
  );

  it('keeps neither rows nor checkpoint of a batch that fails, and says which event it was', () => {
    const picky: Projection = {
      ...people,
      project: (database) => {
        const changes = people.project(database);
        return {
          onEvery: (recorded) => {
            if ('on' in changes && recorded.event.type === 'account-linked')
              changes.on['account-linked']?.({ ...recorded, event: recorded.event });
            if (recorded.event.type === 'instance-requested') throw new Error('cannot be');
          },
        };
      },
    };
    const path = join(folder, 'picky.sqlite');
    const generation = openGeneration(picky, path);
    const [first, ...others] = recordedHistory([linked('ada', 'ada'), linked('grace', 'grace'), requested('web')]);
    if (first === undefined) throw new Error('the history has a first event');
    generation.apply([first]);
    expect(() => {
      generation.apply(others);
    }).toThrow('people failed at position 3 (instance-requested of instance-web): cannot be');
    expect(generation.position()).toEqual({ commit: 1, prepare: 1 });
    generation.close();
    expect(contentOfFile(path)['person']).toHaveLength(1);
  });

  it('remembers a position that was reached without any row', () => {
    const path = join(folder, 'people.sqlite');
    const generation = openGeneration(people, path);
    generation.apply(recordedHistory([requested('web')]));
    generation.advance({ commit: 7, prepare: 7 });
    generation.close();
    const reopened = openGeneration(people, path);
    expect(reopened.position()).toEqual({ commit: 7, prepare: 7 });
    reopened.close();
  });

  it('does not open what is no database', () => {
    const path = join(folder, 'people.sqlite');
    writeFileSync(path, 'not a database, but long enough to look like one'.repeat(100));
    expect(() => openGeneration(people, path)).toThrow('file is not a database');
  });
});

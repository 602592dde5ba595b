import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openProjectionEngine } from '../../projections/engine/index.ts';
import type { Projection, ProjectionEngine } from '../../projections/engine/index.ts';
import { people } from '../../projections/people/index.ts';
import { linked } from '../../projections/testing/facts.ts';
import { newerPeople } from './testing/newer-projections.ts';
import { openHistory, silent } from './testing/open-history.ts';
import type { OpenHistory } from './testing/open-history.ts';

let folder: string;
let history: OpenHistory;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'new-version-'));
  history = await openHistory(folder);
});
afterEach(async () => {
  await history.close();
  rmSync(folder, { recursive: true });
});

const open = (projection: Projection, projectionsModule: string): Promise<ProjectionEngine> =>
  openProjectionEngine({
    directory: join(folder, 'read-models'),
    projections: [projection],
    projectionsModule,
    log: history.log,
    logSource: history.logSource,
    logger: silent,
  });
const today = new URL('../../projections/projections.ts', import.meta.url).href;
const tomorrow = new URL('testing/newer-projections.ts', import.meta.url).href;

describe('a read model whose code has changed', () => {
  it('answers with its old rows from the first moment, and rebuilds by itself', async () => {
    const old = await open(people, today);
    await old.waitFor('people', await history.write([linked('ada', 'ada')]), 10_000);
    await old.close();

    const last = await history.write([linked('grace', 'grace')]);
    const engine = await open(newerPeople, tomorrow);
    const query = engine.query(newerPeople);
    expect(await history.read(query.find('ada')?.username)).toBe('ada');
    expect(query.find('grace')).toBeUndefined();
    expect((await engine.statuses())[0]).toMatchObject({
      state: 'catching-up',
      generation: `${String(people.version)}-1`,
      lag: 2,
    });

    expect(await engine.waitFor('people', last, 20_000)).toBe(true);
    expect(await history.read(query.find('grace')?.username)).toBe('grace');
    expect(await engine.waitUntilLive(10_000)).toBe(true);
    expect((await engine.statuses())[0]).toMatchObject({
      state: 'live',
      version: newerPeople.version,
      generation: `${String(newerPeople.version)}-2`,
      lag: 0,
      rebuild: { state: 'switched', equal: null },
    });
    await engine.close();
  });

  it('begins anew at once when today’s questions do not fit the old rows', async () => {
    const old = await open(
      {
        ...people,
        tables: people.tables.replaceAll('display_name', 'nickname'),
        project: () => ({ on: {} }),
        query: () => ({}),
      },
      today,
    );
    await old.waitFor('people', await history.write([linked('ada', 'ada')]), 10_000);
    await old.close();
    const engine = await open(newerPeople, tomorrow);
    expect(await engine.waitUntilLive(10_000)).toBe(true);
    expect(await history.read(engine.query(newerPeople).find('ada')?.username)).toBe('ada');
    await engine.close();
  });

  it('begins anew at once when its old rows mean something else than today’s questions read', async () => {
    const old = await open(people, today);
    await old.waitFor('people', await history.write([linked('ada', 'ada')]), 10_000);
    await old.close();
    const changed = { ...newerPeople, readableFrom: newerPeople.version };
    const engine = await open(changed, tomorrow);
    expect((await engine.statuses())[0]).toMatchObject({ version: changed.version, rebuild: null });
    expect(await engine.waitUntilLive(10_000)).toBe(true);
    expect(await history.read(engine.query(changed).find('ada')?.username)).toBe('ada');
    await engine.close();
  });
});

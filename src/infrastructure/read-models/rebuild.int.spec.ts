import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NetsocEvent } from '../../domain/events.ts';
import { openReadModels } from '../../projections/read-models.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { auditLog } from '../../projections/audit-log/index.ts';
import { contentOf } from '../../projections/engine/content.ts';
import type { Projection } from '../../projections/engine/index.ts';
import { instanceList } from '../../projections/instance-list/index.ts';
import { people } from '../../projections/people/index.ts';
import {
  approved,
  completed,
  intended,
  linked,
  progressed,
  provisioned,
  requested,
  started,
  succeeded,
} from '../../projections/testing/facts.ts';
import { openHistory, silent } from './testing/open-history.ts';
import type { OpenHistory } from './testing/open-history.ts';

let folder: string;
let history: OpenHistory;
let models: ReadModels;

const open = (): Promise<ReadModels> =>
  openReadModels({
    directory: join(folder, 'read-models'),
    log: history.log,
    logSource: history.logSource,
    logger: silent,
    retry: { first: 5, cap: 20 },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
  history = await openHistory(folder);
  models = await open();
});
afterEach(async () => {
  await models.close();
  await history.close();
  rmSync(folder, { recursive: true });
});

const life = (id: string): readonly NetsocEvent[] => [
  linked('ada', 'ada'),
  requested(id),
  approved(id),
  started(id),
  intended(id, 'choose-node'),
  progressed(id, 'choose-node', ['looking', 'found']),
  succeeded(id, 'choose-node', { node: 'pve1' }),
  completed(id, 'succeeded'),
  provisioned(id),
];

/** The file of a model's generation, counted from 1. */
const fileOf = ({ version }: Projection, generation: number): string =>
  `${String(version)}-${String(generation)}.sqlite`;

const filesOf = (name: string): readonly string[] => readdirSync(join(folder, 'read-models', name)).sort();

describe('rebuilding the read models', () => {
  it('ends equal to the running ones, which answer all the while and follow what is written meanwhile', async () => {
    let last = await history.write(Array.from({ length: 20 }, (_, number) => life(`before-${String(number)}`)).flat());
    expect(await models.engine.waitFor('all', last, 10_000)).toBe(true);

    let asked = 0;
    let fewest = Infinity;
    const over = new AbortController();
    const isOver = (): boolean => over.signal.aborted;
    const reader = (async () => {
      while (!isOver()) {
        fewest = Math.min(fewest, models.instanceList.count());
        asked += 1;
        await new Promise(setImmediate);
      }
    })();
    const rebuilding = models.engine.rebuild('all');
    for (let number = 0; number < 20; number += 1) last = await history.write(life(`during-${String(number)}`));
    const statuses = await rebuilding;
    over.abort();
    await reader;

    expect([...statuses.values()].map(({ state, equal, difference }) => [state, equal, difference])).toEqual(
      models.engine.names.map(() => ['switched', true, null]),
    );
    expect(asked).toBeGreaterThan(1);
    expect(fewest).toBeGreaterThanOrEqual(20);
    expect(await models.engine.waitFor('all', last, 10_000)).toBe(true);
    expect(models.instanceList.count()).toBe(40);
    expect(models.instanceDetail.find('during-19')?.steps[0]?.log).toEqual(['looking', 'found']);
    expect(filesOf('instance-list')).toEqual(expect.arrayContaining([fileOf(instanceList, 2), 'current']));
    expect(filesOf('instance-list')).not.toContain(fileOf(instanceList, 1));
  });

  it('says what differed, and answers with what the log says from then on', async () => {
    const last = await history.write(life('web'));
    await models.engine.waitFor('all', last, 10_000);
    const file = new DatabaseSync(join(folder, 'read-models', 'people', fileOf(people, 1)));
    file.exec(`UPDATE person SET username = 'mallory'`);
    file.close();

    const status = (await models.engine.rebuild('people')).get('people');
    expect(status).toMatchObject({ state: 'switched', equal: false, difference: 'person ["ada"]: a column differs' });
    expect(await history.read(models.people.find('ada')?.username)).toBe('ada');
  });

  it('leaves the running version alone when it is cancelled', async () => {
    const before = await history.write(Array.from({ length: 10 }, (_, number) => life(`web-${String(number)}`)).flat());
    await models.engine.waitFor('all', before, 10_000);
    const rebuilding = models.engine.rebuild('all');
    expect(models.engine.cancelRebuild('audit-log')).toBe(true);
    const statuses = await rebuilding;
    expect(statuses.get('audit-log')?.state).toBe('cancelled');
    expect(filesOf('audit-log')).not.toContain(fileOf(auditLog, 2));
    const last = await history.write(life('after'));
    expect(await models.engine.waitFor('all', last, 10_000)).toBe(true);
    expect(models.auditLog.count()).toBe(99);
    expect(models.engine.cancelRebuild('audit-log')).toBe(false);
  });

  it('removes at the start what a crash in the middle of a rebuild left over', async () => {
    const last = await history.write(life('web'));
    await models.engine.waitFor('all', last, 10_000);
    await models.close();
    writeFileSync(join(folder, 'read-models', 'people', fileOf(people, 2)), 'half');
    writeFileSync(join(folder, 'read-models', 'people', 'current.new'), `${String(people.version)}-2`);
    models = await open();
    expect(await history.read(models.people.find('ada')?.username)).toBe('ada');
    expect(filesOf('people')).not.toContain(fileOf(people, 2));
    expect(filesOf('people')).not.toContain('current.new');
  });

  it('makes tables that an uninterrupted life would have made, row by row', async () => {
    const last = await history.write(['web', 'db', 'mail'].flatMap(life));
    await models.engine.waitFor('all', last, 10_000);
    const contents = () =>
      models.engine.names.map((name) => {
        const file = filesOf(name).find((candidate) => candidate.endsWith('.sqlite')) ?? '';
        const database = new DatabaseSync(join(folder, 'read-models', name, file), { readOnly: true });
        try {
          return contentOf(database);
        } finally {
          database.close();
        }
      });
    const live = contents();
    await models.engine.rebuild('all');
    expect(contents()).toEqual(live);
  });
});

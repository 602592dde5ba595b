import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instanceList } from '../instance-list/index.ts';
import { people } from '../people/index.ts';
import { linked, requested } from '../testing/facts.ts';
import { recordedHistory } from '../testing/recorded-history.ts';
import { openProjectionEngine } from './engine.ts';
import type { ProjectionEngine } from './engine.ts';
import type { AppliedBatch } from './feed.ts';
import type { Projection } from './projection.ts';
import { createArrayLog } from './testing/array-log.ts';
import type { ArrayLog } from './testing/array-log.ts';

let folder: string;
let log: ArrayLog;
const opened: ProjectionEngine[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'));
  log = createArrayLog();
});
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close();
  rmSync(folder, { recursive: true });
});

const drop = (): void => undefined;
const open = async (projections: readonly Projection[], from: ArrayLog = log): Promise<ProjectionEngine> => {
  const engine = await openProjectionEngine({
    directory: folder,
    projections,
    projectionsModule: 'none: these tests rebuild nothing',
    log: from,
    logSource: { module: 'none', options: null },
    logger: { debug: drop, info: drop, warn: drop, error: drop },
    retry: { first: 2, cap: 10 },
  });
  opened.push(engine);
  return engine;
};
const history = recordedHistory([linked('ada', 'ada'), requested('web'), linked('grace', 'grace'), requested('db')]);
const at = (position: number) => ({ commit: position, prepare: position });

/** People whose rows cannot be changed while a test says so. */
const fragilePeople = (isBroken: () => boolean) =>
  ({
    ...people,
    project: (database) => {
      const changes = people.project(database);
      return {
        on: {
          ...('on' in changes ? changes.on : {}),
          'instance-requested': () => {
            if (isBroken()) throw new Error('no such luck');
          },
        },
      };
    },
  }) satisfies Projection;

describe('the projection engine', () => {
  it('catches up, goes on live, and tells how far it is', async () => {
    log.append(history.slice(0, 3));
    const engine = await open([people, instanceList]);
    expect(await engine.waitUntilLive(5_000)).toBe(true);
    log.append(history.slice(3));
    expect(await engine.waitFor('all', at(4), 5_000)).toBe(true);
    expect(engine.query(instanceList).count()).toBe(2);
    expect(await engine.statuses()).toEqual([
      expect.objectContaining({ name: 'people', state: 'live', position: at(4), lag: 0, rows: 2, error: null }),
      expect.objectContaining({ name: 'instance-list', state: 'live', position: at(4), lag: 0, rows: 2, error: null }),
    ]);
  });

  it('waits only so long for a position that does not come', async () => {
    const engine = await open([people]);
    expect(await engine.waitFor('people', at(1), 5)).toBe(false);
    await expect(engine.waitFor('unheard-of', at(1), 5)).rejects.toThrow('there is no read model unheard-of');
  });

  it('goes on after a restart where it was, without asking for what it has', async () => {
    log.append(history.slice(0, 3));
    const before = await open([people, instanceList]);
    await before.waitFor('all', at(3), 5_000);
    await before.close();
    opened.pop();
    const asked: unknown[] = [];
    const watched: ArrayLog = {
      ...log,
      subscribe: (options) => {
        asked.push(options.after);
        return log.subscribe(options);
      },
    };
    log.append(history.slice(3));
    const engine = await open([people, instanceList], watched);
    expect(engine.query(people).find('grace')?.username).toBe('grace');
    await engine.waitFor('all', at(4), 5_000);
    expect(asked).toEqual([at(3)]);
    expect(engine.query(instanceList).count()).toBe(2);
  });

  it('tells listeners of every batch once the rows are there, each event once', async () => {
    const seen: string[] = [];
    const engine = await open([people, instanceList]);
    engine.onChange(({ events, position }: AppliedBatch) => {
      expect(engine.query(instanceList).count()).toBe(Math.floor(position.commit / 2));
      seen.push(...events.map(({ id }) => id));
    });
    engine.onChange(() => {
      throw new Error('a listener that fails is nobody else’s problem');
    });
    log.append(history);
    await engine.waitFor('all', at(4), 5_000);
    expect(seen).toEqual(history.map(({ id }) => id));
  });

  it('stops only the model that fails, says why, and tries again until it can', async () => {
    let broken = true;
    const fragile = fragilePeople(() => broken);
    const engine = await open([fragile, instanceList]);
    log.append(history);
    expect(await engine.waitFor('instance-list', at(4), 5_000)).toBe(true);
    expect((await engine.statuses())[0]).toMatchObject({
      state: 'failed',
      error: 'people failed at position 2 (instance-requested of instance-web): no such luck',
      lag: 4,
    });
    expect(engine.isLive()).toBe(false);
    broken = false;
    expect(await engine.waitUntilLive(5_000)).toBe(true);
    expect(engine.query(fragile).find('grace')?.username).toBe('grace');
    expect((await engine.statuses())[0]).toMatchObject({ state: 'live', error: null, lag: 0 });
  });

  it('says that the log is lost, keeps answering, and subscribes again', async () => {
    const engine = await open([people]);
    log.append(history.slice(0, 1));
    await engine.waitFor('people', at(1), 5_000);
    const failed = new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (engine.isLive()) return;
        clearInterval(look);
        resolve();
      }, 1);
    });
    log.breakWith(new Error('the store is gone'));
    await failed;
    expect((await engine.statuses())[0]).toMatchObject({ state: 'failed', error: 'the store is gone' });
    expect(engine.query(people).find('ada')?.username).toBe('ada');
    log.breakWith(undefined);
    log.append(history.slice(1));
    expect(await engine.waitFor('people', at(4), 5_000)).toBe(true);
    expect(await engine.waitUntilLive(5_000)).toBe(true);
  });

  it('drops rows of another log: a checkpoint beyond the head', async () => {
    log.append(history);
    const before = await open([people]);
    await before.waitFor('people', at(4), 5_000);
    await before.close();
    opened.pop();
    const restored = createArrayLog();
    restored.append(recordedHistory([linked('eve', 'eve')]));
    const engine = await open([people], restored);
    expect(await engine.waitUntilLive(5_000)).toBe(true);
    expect(engine.query(people).find('ada')).toBeUndefined();
    expect(engine.query(people).find('eve')?.username).toBe('eve');
  });

  it('builds a damaged file anew', async () => {
    log.append(history);
    const before = await open([people]);
    await before.waitFor('people', at(4), 5_000);
    await before.close();
    opened.pop();
    writeFileSync(join(folder, 'people', '1-1.sqlite'), 'bit rot '.repeat(1000));
    const engine = await open([people]);
    expect(await engine.waitUntilLive(5_000)).toBe(true);
    expect(engine.query(people).find('ada')?.username).toBe('ada');
    expect(readdirSync(join(folder, 'people'))).not.toContain('1-1.sqlite');
  });
});

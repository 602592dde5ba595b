import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Deadlines } from '../../application/ports/deadlines.ts';
import { openProjectionEngine } from '../engine/index.ts';
import type { ProjectionEngine } from '../engine/index.ts';
import { createArrayLog } from '../engine/testing/array-log.ts';
import type { ArrayLog } from '../engine/testing/array-log.ts';
import { approved } from '../testing/facts.ts';
import { momentOf, recordedHistory } from '../testing/recorded-history.ts';
import { deadlinesPort } from './deadlines-port.ts';
import { deadlines } from './index.ts';

const drop = (): void => undefined;
const forEver = new AbortController().signal;

let folder: string;
let log: ArrayLog;
let engine: ProjectionEngine;
let port: Deadlines;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deadlines-'));
  log = createArrayLog();
  engine = await openProjectionEngine({
    directory: folder,
    projections: [deadlines],
    projectionsModule: 'none: these tests rebuild nothing',
    log,
    logSource: { module: 'none', options: null },
    logger: { debug: drop, info: drop, warn: drop, error: drop },
  });
  port = deadlinesPort(engine);
  await engine.waitUntilLive(5_000);
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

describe('the deadlines port', () => {
  it('wakes who waits for a change, with the work already there to be found', async () => {
    const changed = port.changed(forEver, 60_000);
    log.append(recordedHistory([approved('web')]));
    await changed;
    expect(port.due('work', momentOf(0), 10).map(({ workId }) => workId)).toEqual(['provisioning-web']);
    expect(port.nextDueAt(momentOf(0))).toBeUndefined();
  });

  it('wakes who waits no longer: the time is over, or it was told to stop', async () => {
    await expect(port.changed(forEver, 1)).resolves.toBeUndefined();
    const stopping = new AbortController();
    const stopped = port.changed(stopping.signal, 60_000);
    stopping.abort();
    await expect(stopped).resolves.toBeUndefined();
    await expect(port.changed(stopping.signal, 60_000)).resolves.toBeUndefined();
  });

  it('waits for a position', async () => {
    const reached = port.waitFor({ commit: 1, prepare: 1 }, 5_000);
    log.append(recordedHistory([approved('web')]));
    expect(await reached).toBe(true);
    expect(await port.waitFor({ commit: 2, prepare: 2 }, 1)).toBe(false);
  });
});

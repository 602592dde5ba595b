import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProcessOutcomes } from '../../application/ports/process-outcomes.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { openProjectionEngine } from '../engine/index.ts';
import type { ProjectionEngine } from '../engine/index.ts';
import { createArrayLog } from '../engine/testing/array-log.ts';
import type { ArrayLog } from '../engine/testing/array-log.ts';
import { abandoned, completed, failed, intended, parked, resumed, started } from '../testing/facts.ts';
import { momentOf, recordedHistory } from '../testing/recorded-history.ts';
import { processes } from './index.ts';
import { outcomesPort } from './outcomes-port.ts';

const drop = (): void => undefined;
/** Milliseconds; longer than a test may take, so that whoever waited for it has failed. */
const patience = 600_000;

let folder: string;
let log: ArrayLog;
let engine: ProjectionEngine;
let port: ProcessOutcomes;
let written: number;

/** The read model has it when this resolves. */
const happen = async (...events: readonly NetsocEvent[]): Promise<void> => {
  log.append(recordedHistory(events, written));
  written += events.length;
  await engine.waitFor(processes.name, { commit: written, prepare: written }, 5_000);
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outcomes-'));
  log = createArrayLog();
  written = 0;
  engine = await openProjectionEngine({
    directory: folder,
    projections: [processes],
    projectionsModule: 'none: these tests rebuild nothing',
    log,
    logSource: { module: 'none', options: null },
    logger: { debug: drop, info: drop, warn: drop, error: drop },
  });
  port = outcomesPort(engine);
  await engine.waitUntilLive(5_000);
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const begun = [started('web'), intended('web', 'choose-node')];

/** What is known of the outcome of a wait without waiting for it. */
const soFar = (wait: Promise<boolean>): Promise<boolean | 'waits'> =>
  Promise.race([wait, Promise.resolve('waits' as const)]);

describe('waiting for a process', () => {
  it.each(['succeeded', 'compensated'] as const)('is over when it ends: %s', async (outcome) => {
    await happen(...begun);
    const wait = port.ended('provisioning-web', patience);
    await happen(completed('web', outcome));
    await expect(wait).resolves.toBe(true);
  });

  it('is over at once when it had ended before', async () => {
    await happen(...begun, completed('web', 'succeeded'));
    await expect(port.ended('provisioning-web', patience)).resolves.toBe(true);
  });

  it('is over, without an end, when the process waits for an admin', async () => {
    await happen(...begun);
    const wait = port.ended('provisioning-web', patience);
    await happen(parked('web', 'choose-node'));
    await expect(wait).resolves.toBe(false);
    await expect(port.ended('provisioning-web', patience)).resolves.toBe(false);
  });

  it('goes on through failures, waits and what an admin decides', async () => {
    await happen(...begun, parked('web', 'choose-node'), resumed('web'));
    const wait = port.ended('provisioning-web', patience);
    for (const event of [
      failed('web', 'choose-node', momentOf(60)),
      intended('web', 'choose-node', 2),
      abandoned('web'),
    ]) {
      await happen(event);
      await expect(soFar(wait)).resolves.toBe('waits');
    }
    await happen(completed('web', 'compensated'));
    await expect(wait).resolves.toBe(true);
  });

  it('can begin before the process does', async () => {
    const wait = port.ended('provisioning-web', patience);
    await happen(...begun);
    await expect(soFar(wait)).resolves.toBe('waits');
    await happen(completed('web', 'succeeded'));
    await expect(wait).resolves.toBe(true);
  });

  it('is not disturbed by other processes', async () => {
    await happen(...begun, started('db'));
    const wait = port.ended('provisioning-web', patience);
    await happen(completed('db', 'succeeded'));
    await expect(soFar(wait)).resolves.toBe('waits');
    await happen(completed('web', 'succeeded'));
    await expect(wait).resolves.toBe(true);
  });

  it('is over when its time is, though the process goes on', async () => {
    await happen(...begun);
    await expect(port.ended('provisioning-web', 1)).resolves.toBe(false);
    await expect(port.ended('provisioning-of-nobody', 1)).resolves.toBe(false);
  });
});

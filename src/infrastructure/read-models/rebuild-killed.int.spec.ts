import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openReadModels } from '../../projections/read-models.ts';
import { approved, linked, provisioned, requested } from '../../projections/testing/facts.ts';
import { openHistory, silent } from './testing/open-history.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebuild-killed-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const script = fileURLToPath(new URL('testing/rebuild-for-ever.ts', import.meta.url));

/** Lets the process begin to rebuild, and kills it with no chance to tidy up. */
const rebuildAndKill = async (afterMilliseconds: number): Promise<void> => {
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [word] = (await once(child.stdout, 'data')) as [Buffer];
  expect(word.toString()).toBe('rebuilding\n');
  // Any moment is a good moment to die; these spread over the whole of a rebuild.
  await pause(afterMilliseconds);
  child.kill('SIGKILL');
  await once(child, 'exit');
};

describe('a server killed in the middle of a rebuild', () => {
  it('starts again with rows that are whole, and nothing left over', async () => {
    const writer = await openHistory(folder);
    await writer.write([
      linked('ada', 'ada'),
      ...Array.from({ length: 30 }, (_, number) => `web-${String(number)}`).flatMap((id) => [
        requested(id),
        approved(id),
        provisioned(id),
      ]),
    ]);
    await writer.close();

    for (const moment of [0, 150, 350]) {
      await rebuildAndKill(moment);
      const { log, logSource, close } = await openHistory(folder);
      const models = await openReadModels({ directory: join(folder, 'read-models'), log, logSource, logger: silent });
      expect(models.instanceList.count()).toBe(30);
      expect(await models.engine.waitUntilLive(20_000)).toBe(true);
      expect(models.traefikConfiguration.routes()).toHaveLength(30);
      for (const name of models.engine.names) {
        const files = readdirSync(join(folder, 'read-models', name)).filter((file) => file.endsWith('.sqlite'));
        expect(files).toHaveLength(1);
      }
      const [status] = (await models.engine.rebuild('instance-list')).values();
      expect(status).toMatchObject({ state: 'switched', equal: true });
      await models.close();
      await close();
    }
  }, 120_000);
});

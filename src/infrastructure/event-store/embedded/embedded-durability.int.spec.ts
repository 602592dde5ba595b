import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readEverything } from '../contract/event-store-attempts.ts';
import { openEmbeddedStore } from './index.ts';

const CHILD = fileURLToPath(new URL('./appending-until-killed.ts', import.meta.url));

/** Appends in another process until `count` acknowledgements have been printed, then kills it with SIGKILL. */
const appendAndKill = async (file: string, count: number): Promise<readonly string[]> => {
  const child = spawn(process.execPath, [CHILD, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return acknowledged;
};

describe('the embedded store, killed with SIGKILL while it appends', () => {
  it('has lost nothing that it acknowledged, and its order has no hole', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'netsoc-kill-')), 'events.sqlite');
    const acknowledged: string[] = [];
    for (const count of [1, 40, 333, 700, 1500]) {
      acknowledged.push(...(await appendAndKill(file, count)));

      const store = await openEmbeddedStore({ file });
      const log = await readEverything(store, {});
      await store.close();
      const stored = new Set(log.map((event) => event.id));
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      expect(log.map((event) => event.position.commit)).toEqual(log.map((_, index) => index + 1));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(2574);
  });
});

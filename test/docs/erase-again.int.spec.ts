import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import type { KeyVault } from '../../src/application/ports/key-vault.ts';
import { openEventStore } from '../../src/infrastructure/composition/open-event-store.ts';
import { serveLog } from '../../src/infrastructure/composition/serve-log.ts';
import { createKeyVault } from '../../src/infrastructure/event-log/index.ts';
import { textOf } from './pages.ts';

const repository = resolve(import.meta.dirname, '../..');
const masterKey = randomBytes(32);
const erasedSince = '0f6ab1f4-6f0c-4a55-9a8e-0f3a6d1c2b11';
const everybodyElse = '0f6ab1f4-6f0c-4a55-9a8e-0f3a6d1c2b22';

/** The script of the page, as an operator would save it. */
const [, script = ''] = /```js\n([\s\S]+?)```/.exec(textOf('docs/how-to/backups.md')) ?? [];

describe('erasing again after a backup was restored', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netsoc-erase-again-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const withVault = async <Result>(use: (vault: KeyVault) => Promise<Result>): Promise<Result> => {
    const store = await openEventStore({ kind: 'embedded' }, folder, pino({ level: 'silent' }));
    try {
      return await use(createKeyVault({ store, masterKey }));
    } finally {
      await store.close();
    }
  };

  /** As the page says, with the ids of a file, against the log of a server that is stopped. */
  const eraseAgain = async (ids: readonly string[]): Promise<string> => {
    const list = join(folder, 'erased.txt');
    writeFileSync(list, ids.map((id) => `${id}\n`).join(''));
    const served = await serveLog(folder, 0);
    try {
      const node = spawn(process.execPath, ['--input-type=module', '-', served.connectionString, list], {
        cwd: repository,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      node.stdin.end(script);
      const [printed] = await Promise.all([text(node.stdout), once(node, 'exit')]);
      expect(node.exitCode).toBe(0);
      return printed;
    } finally {
      await served.close();
    }
  };

  it('destroys the keys on the list for good, and no others; twice is as good as once', async () => {
    await withVault((vault) => Promise.all([vault.obtain(erasedSince), vault.obtain(everybodyElse)]));
    expect(await eraseAgain([erasedSince])).toBe(`${erasedSince}\n`);
    expect(await eraseAgain([erasedSince])).toBe(`${erasedSince}\n`);
    await withVault(async (vault) => {
      expect(await vault.find(erasedSince)).toBeUndefined();
      await expect(vault.obtain(erasedSince)).rejects.toMatchObject({ code: 'person-erased' });
      expect(await vault.find(everybodyElse)).toBeDefined();
    });
  });
});

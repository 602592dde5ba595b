import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSealing } from '../state/sealing.ts';
import { openGrantStorage } from './grant-storage.ts';
import type { GrantStorage } from './grant-storage.ts';

const sealing = createSealing(randomBytes(32));
let folder: string;
let storage: GrantStorage;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsoc-grants-'));
  storage = openGrantStorage(folder, sealing);
});
afterEach(() => {
  storage.close();
  rmSync(folder, { recursive: true });
});

const adapter = (model: string) => storage.adapter(model);

describe('storage of grants', () => {
  it('finds sealed entries by everything that the provider asks for, over a restart', async () => {
    await adapter('Session').upsert('session-1', { accountId: 'ada', uid: 'uid-1' }, 60);
    await adapter('RefreshToken').upsert('token-1', { accountId: 'ada', grantId: 'grant-1' }, 60);
    storage.close();
    storage = openGrantStorage(folder, sealing);
    expect(await adapter('Session').find('session-1')).toMatchObject({ accountId: 'ada' });
    expect(await adapter('Session').findByUid('uid-1')).toMatchObject({ accountId: 'ada' });
    expect(await adapter('Session').find('token-1')).toBeUndefined();

    await adapter('RefreshToken').consume('token-1');
    expect(await adapter('RefreshToken').find('token-1')).toMatchObject({
      accountId: 'ada',
      consumed: expect.any(Number),
    });
    await adapter('RefreshToken').revokeByGrantId('grant-1');
    expect(await adapter('RefreshToken').find('token-1')).toBeUndefined();
    await adapter('Session').destroy('session-1');
    expect(await adapter('Session').find('session-1')).toBeUndefined();
  });

  it('leaves neither names nor tokens to be read on disk', async () => {
    await adapter('RefreshToken').upsert('s3cr3t-token', { accountId: 'ada@x', grantId: 's3cr3t-grant' }, 60);
    const onDisk = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    expect(onDisk.join('\n')).toContain('RefreshToken');
    expect(onDisk.join('\n')).not.toMatch(/ada@|s3cr3t-/);
  });
});

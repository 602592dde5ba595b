import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventLog, testMasterKey } from '../testing/open-event-log.ts';
import type { OpenedEventLog } from '../testing/open-event-log.ts';
import { insistOnMasterKey, WrongMasterKeyError } from './master-key-check.ts';

let opened: OpenedEventLog;
beforeEach(async () => {
  opened = await openEventLog();
});
afterEach(() => opened.close());

const another = Buffer.alloc(32, 8);

describe('the master key of a configuration', () => {
  it('may be any where nobody is known yet', async () => {
    await expect(insistOnMasterKey(opened.store, another)).resolves.toBeUndefined();
  });

  it('must be the one that keys were wrapped with', async () => {
    await opened.keyVault.obtain('ada');
    await expect(insistOnMasterKey(opened.store, testMasterKey)).resolves.toBeUndefined();
    await expect(insistOnMasterKey(opened.store, another)).rejects.toThrow(WrongMasterKeyError);
  });

  it('is judged by the keys that are left', async () => {
    await opened.keyVault.obtain('ada');
    await opened.keyVault.destroy('ada');
    await expect(insistOnMasterKey(opened.store, another)).resolves.toBeUndefined();
    await opened.keyVault.obtain('bob');
    await expect(insistOnMasterKey(opened.store, another)).rejects.toThrow('put the former one back');
  });
});

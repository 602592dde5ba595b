import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventLog, testMasterKey } from '../testing/open-event-log.ts';
import type { OpenedEventLog } from '../testing/open-event-log.ts';
import { createKeyFinder } from './key-finder.ts';
import { createKeyVault } from './key-vault.ts';

let opened: OpenedEventLog;
beforeEach(async () => {
  opened = await openEventLog();
});
afterEach(() => opened.close());

/** A vault that has read nothing yet, as another process has it. */
const freshVault = () => createKeyVault({ store: opened.store, masterKey: testMasterKey });

describe('the key vault', () => {
  it('makes a key once and finds it again after a restart', async () => {
    const made = await opened.keyVault.obtain('ada');
    expect(made.key).toHaveLength(32);
    expect(await opened.keyVault.obtain('ada')).toEqual(made);
    expect(await freshVault().find('ada')).toEqual(made);
    expect(await createKeyFinder({ store: opened.store, masterKey: testMasterKey }).find('ada')).toEqual(made);
    expect(await opened.store.readStream('key-ada')).toHaveLength(1);
  });

  it('gives everybody another key', async () => {
    const [ada, bob] = await Promise.all([opened.keyVault.obtain('ada'), opened.keyVault.obtain('bob')]);
    expect(ada.key).not.toEqual(bob.key);
  });

  it('gives all who ask for a new key at once the same one', async () => {
    const keys = await Promise.all([freshVault(), freshVault(), opened.keyVault].map((vault) => vault.obtain('ada')));
    expect(new Set(keys.map(({ key }) => key.toString('hex'))).size).toBe(1);
  });

  it('stores keys only wrapped', async () => {
    const { key } = await opened.keyVault.obtain('ada');
    const stored = JSON.stringify(await opened.store.readStream('key-ada'));
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(stored).not.toContain(key.toString(encoding));
    expect(stored).not.toContain(testMasterKey.toString('base64'));
  });

  it('says without waiting what it knows', async () => {
    await opened.keyVault.obtain('ada');
    const vault = freshVault();
    expect(vault.peek('ada')).toBe('unknown');
    const key = await vault.find('ada');
    expect(vault.peek('ada')).toEqual(key);
    await vault.find('nobody');
    expect(vault.peek('nobody')).toBeUndefined();
  });

  it('destroys a key for good', async () => {
    await opened.keyVault.obtain('ada');
    await opened.keyVault.destroy('ada');
    expect(await opened.store.readStream('key-ada')).toEqual([]);
    for (const vault of [opened.keyVault, freshVault()]) {
      expect(await vault.find('ada')).toBeUndefined();
      await expect(vault.obtain('ada')).rejects.toMatchObject({ code: 'person-erased' });
    }
  });

  it('can be told twice to destroy, and of people it never knew', async () => {
    await opened.keyVault.obtain('ada');
    await opened.keyVault.destroy('ada');
    await opened.keyVault.destroy('ada');
    await opened.keyVault.destroy('nobody');
    await expect(opened.keyVault.obtain('nobody')).rejects.toMatchObject({ code: 'person-erased' });
  });

  it('says clearly that the configuration names another master key', async () => {
    await opened.keyVault.obtain('ada');
    const vault = createKeyVault({ store: opened.store, masterKey: Buffer.alloc(32, 9) });
    await expect(vault.find('ada')).rejects.toThrow(
      'the key of ada was wrapped by another master key than the configuration names',
    );
  });
});

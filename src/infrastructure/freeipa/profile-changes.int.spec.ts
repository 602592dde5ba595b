import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory } from '../../application/ports/directory.ts';
import { entryOf, startLabFreeIpa } from './testing/lab-freeipa.ts';
import type { LabFreeIpa } from './testing/lab-freeipa.ts';

let lab: LabFreeIpa;
let directory: Directory;

beforeEach(async () => {
  lab = await startLabFreeIpa();
  directory = lab.open();
});
afterEach(() => lab.close());

/** A public key in OpenSSH's form; FreeIPA looks no deeper than the type in the blob. */
const keyOf = (seed: string, comment = ''): string => {
  const type = Buffer.from('ssh-ed25519');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  const blob = Buffer.concat([length, type, Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, seed)]);
  return `ssh-ed25519 ${blob.toString('base64')}${comment === '' ? '' : ` ${comment}`}`;
};
const keysOf = async (username = 'member'): Promise<readonly string[]> =>
  (await directory.findByUsername(username))?.sshKeys ?? [];

describe('changing a profile', () => {
  it('sets address and name', async () => {
    await directory.setEmail('member', 'new@example.org');
    await directory.setDisplayName('member', ' Mary  Ann Evans ');
    expect(await directory.findByEmail('new@example.org')).toMatchObject({
      username: 'member',
      displayName: 'Mary Ann Evans',
    });
    expect(entryOf(await lab.admin('user_show/1', ['member'], { all: true }))).toMatchObject({
      cn: ['Mary Ann Evans'],
      gecos: ['Mary Ann Evans'],
      givenname: ['Mary Ann'],
      sn: ['Evans'],
      initials: ['ME'],
    });
  });

  it('disables and enables', async () => {
    await directory.setDisabled('member', true);
    expect((await lab.caller.logIn('member', 'member-lab-password')).status).toBe(401);
    await directory.setDisabled('member', false);
    expect((await lab.caller.logIn('member', 'member-lab-password')).status).toBe(200);
  });

  it('joins groups, those too that are joined already', async () => {
    await directory.joinGroups('member', ['members', 'auditors']);
    expect((await directory.findByUsername('member'))?.groups).toEqual(['auditors', 'members']);
  });

  it('says which group does not exist, and that a user does not', async () => {
    await expect(directory.joinGroups('member', ['auditors', 'nothing'])).rejects.toMatchObject({
      failure: 'absent',
      message: 'FreeIPA has no group nothing',
    });
    await expect(directory.joinGroups('nobody', ['members'])).rejects.toMatchObject({ failure: 'absent' });
    const unable = lab.open({ username: 'auditor', password: 'auditor-lab-password' });
    await expect(unable.joinGroups('auditor', ['members'])).rejects.toMatchObject({ failure: 'denied' });
  });

  it.each<[string, (username: string) => Promise<void>]>([
    ['address', (username) => directory.setEmail(username, 'new@example.org')],
    ['name', (username) => directory.setDisplayName(username, 'New Name')],
    ['state', (username) => directory.setDisabled(username, true)],
    ['keys', (username) => directory.addSshKey(username, keyOf('a'))],
  ])('does not change the %s of nobody', async (_what, change) => {
    await expect(change('nobody')).rejects.toMatchObject({ failure: 'absent' });
  });

  it('says in FreeIPA’s words what it does not take', async () => {
    await expect(directory.setEmail('member', 'nonsense')).rejects.toMatchObject({
      failure: 'rejected',
      message: "invalid 'email': invalid e-mail format: …",
    });
  });
});

describe('changing SSH keys', () => {
  it('adds a key once, whatever its comment', async () => {
    const [first = ''] = await keysOf();
    await directory.addSshKey('member', keyOf('a', 'at home'));
    await directory.addSshKey('member', keyOf('a', 'elsewhere'));
    expect(await keysOf()).toEqual([first, keyOf('a', 'at home')]);
  });

  it('removes a key whatever its comment, and leaves the others', async () => {
    const [first = ''] = await keysOf();
    for (const key of [keyOf('a', 'at home'), keyOf('b'), keyOf('c', '= b')]) await directory.addSshKey('member', key);
    await directory.removeSshKey('member', keyOf('a', 'elsewhere'));
    await directory.removeSshKey('member', keyOf('c'));
    await directory.removeSshKey('member', keyOf('never there'));
    expect(await keysOf()).toEqual([first, keyOf('b')]);
    await directory.removeSshKey('member', first);
    await directory.removeSshKey('member', keyOf('b'));
    await directory.removeSshKey('member', keyOf('b'));
    expect(await keysOf()).toEqual([]);
  });

  it('loses no key of many that are added at once, or removed', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => keyOf(`key ${String(index)}`));
    await Promise.all(keys.map((key) => directory.addSshKey('member', key)));
    expect((await keysOf()).length).toBe(21);
    await Promise.all([...keys, ...keys].map((key) => directory.removeSshKey('member', key)));
    expect((await keysOf()).length).toBe(1);
  });
});

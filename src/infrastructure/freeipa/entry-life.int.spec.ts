import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory, LeavingPerson, NewPerson } from '../../application/ports/directory.ts';
import { openCertificateAuthority } from '../lab/certificates/certificate-authority.ts';
import { entryOf, startLabFreeIpa } from './testing/lab-freeipa.ts';
import type { LabFreeIpa } from './testing/lab-freeipa.ts';
import { startScriptedFreeIpa } from './testing/scripted-freeipa.ts';

let lab: LabFreeIpa;
let directory: Directory;

beforeEach(async () => {
  lab = await startLabFreeIpa();
  directory = lab.open();
});
afterEach(() => lab.close());

const accountId = '7d3f1c52-6a0e-4f6b-9d0c-3a5f0f0b8c11';
const ada: NewPerson = { accountId, username: 'ada', email: 'ada@example.org', displayName: 'Ada King Lovelace' };
const hers = { accountId, username: 'ada' };
const others = { accountId: 'another-account', username: 'ada' };
const somebody = { givenname: 'Ada', sn: 'Byron', mail: 'other@example.org' };

describe('staging a person', () => {
  it('enters what FreeIPA and its hosts need, with the mark of the account', async () => {
    await directory.stage(ada);
    expect(entryOf(await lab.admin('stageuser_show/1', ['ada'], { all: true }))).toMatchObject({
      givenname: ['Ada King'],
      sn: ['Lovelace'],
      cn: ['Ada King Lovelace'],
      displayname: ['Ada King Lovelace'],
      gecos: ['Ada King Lovelace'],
      mail: ['ada@example.org'],
      homedirectory: ['/home/users/ada'],
      loginshell: ['/bin/bash'],
      userclass: [`netsoc-cloud:${accountId}`],
    });
  });

  it('takes a name of one word', async () => {
    await directory.stage({ ...ada, displayName: 'Ada' });
    const staged = entryOf(await lab.admin('stageuser_show/1', ['ada'], { all: true }));
    expect(staged).toMatchObject({ givenname: ['Ada'], sn: ['-'], cn: ['Ada'], gecos: ['Ada'], initials: ['A'] });
  });

  it('finds the staged person by name and by address, and nobody who may sign in', async () => {
    await directory.stage(ada);
    const staged = { username: 'ada', email: 'ada@example.org', madeFor: accountId };
    expect(await directory.findStagedByUsername('ada')).toEqual(staged);
    expect(await directory.findStagedByEmail('ADA@example.org')).toEqual(staged);
    expect(await directory.findByUsername('ada')).toBeUndefined();
    expect(await directory.findByEmail('ada@example.org')).toBeUndefined();
    expect(await directory.findStagedByUsername('member')).toBeUndefined();
    expect(await directory.findStagedByEmail('da@example.org')).toBeUndefined();
    await lab.admin('stageuser_add/1', ['byron'], { ...somebody, mail: 'ada@example.org' });
    await expect(directory.findStagedByEmail('ada@example.org')).rejects.toMatchObject({ failure: 'ambiguous' });
    expect(await directory.findStagedByUsername('byron')).toMatchObject({ madeFor: undefined });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['another account has staged', () => directory.stage({ ...ada, ...others })],
    ['somebody else has staged', () => lab.admin('stageuser_add/1', ['ada'], somebody)],
    ['a user has', () => lab.admin('user_add/1', ['ada'], somebody)],
    ['a group has', () => lab.admin('group_add/1', ['ada'])],
    [
      'a deleted user keeps',
      async () => {
        await lab.admin('user_add/1', ['ada'], { ...somebody, userclass: `netsoc-cloud:${accountId}` });
        await lab.admin('user_del/1', ['ada'], { preserve: true });
      },
    ],
  ])('refuses a name that %s', async (_who, prepare) => {
    await prepare();
    await expect(directory.stage(ada)).rejects.toMatchObject({ failure: 'conflict' });
  });

  it('gives a name that fifty accounts want at once to one of them', async () => {
    const wanted = Array.from({ length: 50 }, (_, index) => directory.stage({ ...ada, accountId: `account-${index}` }));
    const outcomes = await Promise.allSettled(wanted);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { failure: string }).failure)).toEqual(Array(49).fill('conflict'));
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(await directory.findStagedByUsername('ada')).toMatchObject({ madeFor: `account-${winner}` });
  });

  it('makes one entry for an account that asks many times at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => directory.stage(ada)));
    expect((await lab.admin('stageuser_find/1')).result).toMatchObject({ count: 1 });
  });

  it('says that our own account lacks the right', async () => {
    const unable = lab.open({ username: 'auditor', password: 'auditor-lab-password' });
    await expect(unable.stage(ada)).rejects.toMatchObject({ failure: 'denied' });
  });
});

describe('activating a person', () => {
  it('makes a user who may sign in, of the same account', async () => {
    await directory.stage(ada);
    const person = await directory.activate(hers);
    expect(person).toEqual({
      directoryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      username: 'ada',
      email: 'ada@example.org',
      displayName: 'Ada King Lovelace',
      groups: ['ipausers'],
      disabled: false,
      sshKeys: [],
      madeFor: accountId,
    });
    expect(await directory.findByUsername('ada')).toEqual(person);
    expect(await directory.findStagedByUsername('ada')).toBeUndefined();
  });

  it('gives the same person however often it is asked, also at once', async () => {
    await directory.stage(ada);
    const people = await Promise.all(Array.from({ length: 10 }, () => directory.activate(hers)));
    expect(new Set(people.map(({ directoryId }) => directoryId)).size).toBe(1);
    expect(await directory.activate(hers)).toEqual(people[0]);
  });

  it('marks a user who came out of the activation without the mark', async () => {
    const added: unknown[] = [];
    const staged = { uid: ['ada'], ipauniqueid: ['id-1'], userclass: [`netsoc-cloud:${accountId}`] };
    const missing = { error: 'not found', error_code: 4001, error_name: 'NotFound' };
    const forgetful = await startScriptedFreeIpa(await openCertificateAuthority(lab.folder), {
      changePassword: (_form, response) => response.end(),
      command: (body, response) => {
        const { method, params } = JSON.parse(body) as { method: string; params: [unknown, { addattr?: string }] };
        if (method === 'user_mod/1') added.push(params[1].addattr);
        const result = method === 'stageuser_activate/1' ? { ...staged, userclass: [] } : staged;
        const lookup = { results: [missing, { result: staged, error: null }, missing] };
        response.end(JSON.stringify({ result: method === 'batch/1' ? lookup : { result }, error: null }));
      },
    });
    try {
      const person = await lab.open({ servers: [forgetful.url] }).activate(hers);
      expect([person.madeFor, added]).toEqual([accountId, [`userclass=netsoc-cloud:${accountId}`]]);
    } finally {
      await forgetful.close();
    }
  });

  it('refuses what is not there, and what is another’s', async () => {
    await expect(directory.activate(hers)).rejects.toMatchObject({ failure: 'absent' });
    await directory.stage(ada);
    await expect(directory.activate(others)).rejects.toMatchObject({ failure: 'conflict' });
    await directory.activate(hers);
    await expect(directory.activate(others)).rejects.toMatchObject({ failure: 'conflict' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a user', () => lab.admin('user_add/1', ['ada'], somebody)],
    ['a group', () => lab.admin('group_add/1', ['ada'])],
  ])('refuses a name that %s got meanwhile', async (_who, prepare) => {
    await directory.stage(ada);
    await prepare();
    await expect(directory.activate(hers)).rejects.toMatchObject({ failure: 'conflict' });
  });
});

describe('removing a person', () => {
  it('takes a staged entry away, but not another’s and no user', async () => {
    await directory.stage(ada);
    await expect(directory.unstage(others)).rejects.toMatchObject({ failure: 'conflict' });
    await directory.unstage(hers);
    expect(await directory.nameHolder('ada')).toBeUndefined();
    await directory.stage(ada);
    await directory.activate(hers);
    await directory.unstage(hers);
    expect(await directory.nameHolder('ada')).toBe('user');
  });

  /** Ada, as whoever knows the id of her entry sees her. */
  const leaving = (directoryId: string): LeavingPerson => ({
    ...hers,
    email: ada.email,
    isTheirs: (entry) => Promise.resolve(entry.directoryId === directoryId),
  });

  it('removes a user for good, also one whose entry was kept', async () => {
    await directory.stage(ada);
    const { directoryId } = await directory.activate(hers);
    await lab.admin('user_del/1', ['ada'], { preserve: true });
    expect(await directory.nameHolder('ada')).toBe('preserved');
    expect(await directory.findByUsername('ada')).toBeUndefined();
    await directory.remove(leaving(directoryId));
    expect(await directory.nameHolder('ada')).toBeUndefined();
  });

  /** As an administrator of FreeIPA does; the name is somebody else's afterwards. */
  const renamedTo = async (uid: string, attributes: Readonly<Record<string, readonly string[]>>, kept: boolean) => {
    await directory.stage(ada);
    const { directoryId } = await directory.activate(hers);
    lab.database.change((content) => {
      const { ada: user, ...users } = content.users;
      if (user === undefined) throw new Error('FreeIPA has no such user');
      const renamed = { ...user, attributes: { ...user.attributes, ...attributes, uid: [uid] } };
      return { ...content, users: { ...users, [uid]: renamed } };
    });
    if (kept) await lab.admin('user_del/1', [uid], { preserve: true });
    await lab.admin('user_add/1', ['ada'], somebody);
    return directoryId;
  };
  const unmarked = { userclass: [] };
  const moved = { mail: ['countess@example.org'] };

  it.each([
    ['who was renamed', {}, false],
    ['who was renamed, without the mark of the account', unmarked, false],
    ['who was renamed, with another address too', moved, false],
    ['of whom nothing is as it was', { ...unmarked, ...moved }, false],
    ['who was renamed, deleted and kept', { ...unmarked, ...moved }, true],
  ])('finds a user %s, and leaves whoever got the name alone', async (_, attributes, kept) => {
    const directoryId = await renamedTo('countess', attributes, kept);
    expect(await directory.nameHolder('countess')).toBe(kept ? 'preserved' : 'user');
    await directory.remove(leaving(directoryId));
    expect(await directory.nameHolder('countess')).toBeUndefined();
    expect(await directory.nameHolder('ada')).toBe('user');
  });

  it('leaves a user alone who got the name meanwhile', async () => {
    await lab.admin('user_add/1', ['ada'], somebody);
    await directory.remove(leaving('00000000-0000-4000-8000-000000000000'));
    expect(await directory.nameHolder('ada')).toBe('user');
  });

  it('says that it cannot tell, where FreeIPA does not list everybody', async () => {
    const missing = { error: 'not found', error_code: 4001, error_name: 'NotFound' };
    const busy = await startScriptedFreeIpa(await openCertificateAuthority(lab.folder), {
      changePassword: (_form, response) => response.end(),
      command: (body, response) => {
        const { method, params } = JSON.parse(body) as { method: string; params: [unknown, { preserved?: boolean }] };
        const lookup = { results: [missing, missing, missing] };
        // Of those who were deleted and kept there are few enough.
        const list = { result: [], truncated: params[1].preserved !== true };
        response.end(JSON.stringify({ result: method === 'batch/1' ? lookup : list, error: null }));
      },
    });
    try {
      const removed = lab.open({ servers: [busy.url] }).remove(leaving('id-1'));
      await expect(removed).rejects.toMatchObject({ failure: 'ambiguous' });
    } finally {
      await busy.close();
    }
  });

  it('knows what a name belongs to', async () => {
    await directory.stage(ada);
    const names = ['member', 'MEMBER', 'ada', 'auditors', 'nobody', ''];
    expect(await Promise.all(names.map((name) => directory.nameHolder(name)))).toEqual([
      'user',
      'user',
      'staged',
      'group',
      undefined,
      undefined,
    ]);
  });
});

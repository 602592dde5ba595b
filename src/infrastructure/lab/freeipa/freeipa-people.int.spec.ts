import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { openCertificateAuthority } from '../certificates/certificate-authority.ts';
import { startFreeIpaSimulator } from './freeipa-simulator.ts';
import type { FreeIpaSimulator } from './freeipa-simulator.ts';
import { openIpaDatabase } from './ipa-database.ts';
import { createIpaCaller } from './testing/ipa-caller.ts';
import type { IpaCaller, IpaOutcome } from './testing/ipa-caller.ts';

let folder: string;
let ipa: FreeIpaSimulator;
let caller: IpaCaller;
let admin: Awaited<ReturnType<IpaCaller['as']>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
  const authority = await openCertificateAuthority(folder);
  ipa = await startFreeIpaSimulator({
    port: 0,
    database: openIpaDatabase(folder),
    certificate: await authority.serverCertificate('ipa'),
    logger: pino({ level: 'silent' }),
  });
  caller = createIpaCaller(ipa.url, authority.certificate);
  admin = await caller.as('admin', 'admin-lab-password');
});
afterEach(async () => {
  await ipa.close();
  await rm(folder, { recursive: true });
});

const ada = { givenname: 'Ada', sn: 'Lovelace', mail: 'ada@example.org' };
const entry = ({ result }: IpaOutcome): Readonly<Record<string, unknown>> =>
  result?.['result'] as Readonly<Record<string, unknown>>;
const errorOf = ({ error }: IpaOutcome): readonly unknown[] => [error?.code, error?.message];

describe('people of the FreeIPA simulator', () => {
  it('keeps a staged person apart, without number, id and log-in, until the activation', async () => {
    expect(await admin('stageuser_add/1', ['Ada'], ada)).toMatchObject({
      result: {
        value: 'ada',
        summary: 'Added stage user "ada"',
        result: { uidnumber: ['-1'], ipauniqueid: ['autogenerate'], cn: ['Ada Lovelace'], nsaccountlock: true },
      },
    });
    expect(errorOf(await admin('user_show/1', ['ada']))).toEqual([4001, 'ada: user not found']);
    expect(errorOf(await admin('stageuser_add/1', ['ada'], ada))).toEqual([
      4002,
      'stage user with name "ada" already exists',
    ]);
    expect(await admin('stageuser_activate/1', ['ada'], { all: true })).toMatchObject({
      result: {
        summary: 'Stage user ada activated',
        result: { nsaccountlock: false, memberof_group: ['ipausers'], mail: ['ada@example.org'], has_password: false },
      },
    });
    const active = entry(await admin('user_show/1', ['ada'], { all: true }));
    expect(active['ipauniqueid']).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(active['gidnumber']).toEqual(active['uidnumber']);
    expect(errorOf(await admin('stageuser_show/1', ['ada']))).toEqual([4001, 'ada: stage user not found']);
  });

  it('gives a user a private group that is neither found by default nor deleted apart', async () => {
    await admin('user_add/1', ['ada'], ada);
    expect(entry(await admin('group_show/1', ['ada'], { all: true }))).toMatchObject({
      description: ['User private group for ada'],
      mepmanagedby: ['uid=ada,cn=users,cn=accounts,dc=lab,dc=netsoc,dc=invalid'],
    });
    expect((await admin('group_find/1', ['ada'])).result).toMatchObject({ count: 0 });
    expect((await admin('group_find/1', ['ada'], { private: true })).result).toMatchObject({ count: 1 });
    expect(errorOf(await admin('group_del/1', ['ada']))[0]).toBe(4020);
    expect(errorOf(await admin('group_add/1', ['ada']))).toEqual([4002, 'group with name "ada" already exists']);
  });

  it('refuses a user whose name a group has, but activates a staged one without a private group', async () => {
    expect(errorOf(await admin('user_add/1', ['members'], ada))).toEqual([
      4024,
      "Unable to create private group. A group 'members' already exists.",
    ]);
    await admin('stageuser_add/1', ['members'], ada);
    expect((await admin('stageuser_activate/1', ['members'])).error).toBeNull();
    expect(entry(await admin('user_show/1', ['members'], { all: true }))).not.toHaveProperty('mepmanagedentry');
  });

  it('keeps the name of a deleted user whose entry is kept', async () => {
    await admin('user_add/1', ['ada'], ada);
    expect((await admin('user_del/1', [['ada']], { preserve: true })).result).toEqual({
      result: { failed: [] },
      value: ['ada'],
      summary: 'Preserved user "ada"',
    });
    expect(entry(await admin('user_show/1', ['ada']))).toMatchObject({ preserved: true, nsaccountlock: true });
    expect(errorOf(await admin('user_add/1', ['ada'], ada))).toEqual([4002, 'user with name "ada" already exists']);
    await admin('stageuser_add/1', ['ada'], ada);
    expect(errorOf(await admin('stageuser_activate/1', ['ada']))).toEqual([4002, 'This entry already exists']);
    expect((await admin('user_find/1', [], { preserved: true })).result).toMatchObject({ count: 1 });
    expect((await admin('user_undel/1', ['ada'])).result).toMatchObject({ result: true });
    expect(errorOf(await admin('stageuser_activate/1', ['ada']))).toEqual([
      4002,
      'active user with name "ada" already exists',
    ]);
    expect((await admin('user_del/1', ['ada'])).error).toBeNull();
    expect(errorOf(await admin('user_show/1', ['ada']))[0]).toBe(4001);
  });

  it('changes attributes by their own options and by name, and says when there is nothing to change', async () => {
    await admin('user_add/1', ['ada'], { ...ada, userclass: ['one', 'two'] });
    expect(await admin('user_mod/1', ['ada'], { mail: 'countess@example.org' })).toMatchObject({
      result: { summary: 'Modified user "ada"', result: { mail: ['countess@example.org'] } },
    });
    const options = { addattr: 'userclass=three', delattr: 'userclass=one', setattr: ['title=Countess'] };
    expect(entry(await admin('user_mod/1', ['ada'], options))).toMatchObject({
      userclass: ['two', 'three'],
      title: ['Countess'],
    });
    expect(errorOf(await admin('user_mod/1', ['ada'], { addattr: 'userclass=two' }))).toEqual([
      4202,
      'no modifications to be performed',
    ]);
    expect(errorOf(await admin('user_mod/1', ['ada'], { delattr: 'userclass=one' }))).toEqual([
      4026,
      "userclass does not contain 'one'",
    ]);
    expect(errorOf(await admin('user_mod/1', ['ada'], { delattr: 'carlicense=one' }))).toEqual([
      3009,
      "invalid 'carlicense': No such attribute on this entry",
    ]);
    expect(entry(await admin('user_mod/1', ['ada'], { userclass: null, all: true }))).not.toHaveProperty('userclass');
  });

  it.each([
    ['stageuser_add/1', ['ada'], { sn: 'Lovelace' }, 3007, "'givenname' is required"],
    ['user_add/1', ['a b'], ada, 3009, "invalid 'login': may only include letters, numbers, _, -, . and $"],
    ['user_add/1', ['a'.repeat(33)], ada, 3009, "invalid 'login': can be at most 32 characters"],
    ['user_mod/1', ['member'], { mail: 'nonsense' }, 3009, "invalid 'email': invalid e-mail format: nonsense"],
    ['user_mod/1', ['member'], { sn: ' x' }, 3009, "invalid 'sn': Leading and trailing spaces are not allowed"],
    ['user_mod/1', ['member'], { ipasshpubkey: ['x'] }, 3009, "invalid 'sshpubkey': invalid SSH public key"],
    ['user_mod/1', ['member'], { setattr: 'uid=x' }, 4205, 'attribute "uid" not allowed'],
    ['user_mod/1', ['member'], { addattr: 'sn=x' }, 4207, 'sn: Only one value allowed.'],
    ['user_mod/1', ['member'], {}, 4202, 'no modifications to be performed'],
    ['user_enable/1', ['member'], {}, 4009, 'This entry is already enabled'],
    [
      'user_del/1',
      ['admin'],
      {},
      4308,
      'admin cannot be deleted or disabled because it is the last member of group admins',
    ],
    ['group_del/1', ['nothing'], {}, 4001, 'nothing: group not found'],
    ['group_del/1', ['ipausers'], {}, 4018, 'The default users group cannot be removed'],
  ])('refuses %s %j %j', async (method, positional, options, code, message) => {
    expect(errorOf(await admin(method, positional, options))).toEqual([code, message]);
  });

  it('disables and enables, each once', async () => {
    expect((await admin('user_disable/1', ['member'])).result).toMatchObject({ result: true });
    expect(errorOf(await admin('user_disable/1', ['member']))).toEqual([4010, 'This entry is already disabled']);
    expect((await admin('user_enable/1', ['member'])).result).toMatchObject({ result: true });
  });

  it('reports members that it does not take in, instead of failing', async () => {
    const added = await admin('group_add_member/1', ['auditors'], { user: ['member', 'auditor', 'nobody'] });
    expect(added.result).toMatchObject({
      completed: 1,
      failed: {
        member: {
          user: [
            ['auditor', 'This entry is already a member'],
            ['nobody', 'no such entry'],
          ],
          group: [],
        },
      },
      result: { member_user: ['auditor', 'member'] },
    });
    const removed = await admin('group_remove_member/1', ['auditors'], { user: ['member', 'admin'] });
    expect(removed.result).toMatchObject({
      completed: 1,
      failed: { member: { user: [['admin', 'This entry is not a member']] } },
    });
  });

  it('lets a member change little of themselves, and nothing of others', async () => {
    const member = await caller.as('member', 'member-lab-password');
    expect((await member('user_mod/1', ['member'], { displayname: 'M.' })).error).toBeNull();
    for (const [method, options] of [
      ['user_mod/1', { mail: 'other@example.org' }],
      ['user_mod/1', { userclass: 'made-up' }],
      ['user_del/1', {}],
      ['user_disable/1', {}],
    ] as const) {
      expect([method, errorOf(await member(method, ['member'], options))[0]]).toEqual([method, 2100]);
    }
    expect(errorOf(await member('stageuser_add/1', ['ada'], ada))[0]).toBe(2100);
    expect((await member('group_add_member/1', ['admins'], { user: 'member' })).result).toMatchObject({
      completed: 0,
      failed: { member: { user: [['member', expect.stringContaining('Insufficient access')]] } },
    });
  });

  it('runs several commands in one request, each with its own answer', async () => {
    const { result } = await admin('batch/1', [
      { method: 'user_show', params: [['member'], {}] },
      { method: 'stageuser_show/1', params: [['member'], {}] },
      { method: 'no_such_command', params: [[], {}] },
    ]);
    expect(result).toMatchObject({
      count: 3,
      results: [
        { error: null, value: 'member' },
        { error: 'member: stage user not found', error_code: 4001, error_name: 'NotFound' },
        { error_code: 905 },
      ],
    });
  });

  it('cuts the connection instead of answering when told, having done what was asked', async () => {
    await ipa.control({ do: 'lose-answer', command: 'stageuser_add' });
    await expect(admin('stageuser_add/1', ['ada'], ada)).rejects.toThrow();
    expect((await admin('stageuser_show/1', ['ada'])).error).toBeNull();
    await ipa.control({ do: 'lose-answer', command: 'change_password' });
    await expect(caller.changePassword('member', 'member-lab-password', 'another-password')).rejects.toThrow();
    expect((await caller.logIn('member', 'another-password')).status).toBe(200);
  });
});

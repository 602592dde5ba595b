import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Directory } from '../../src/application/ports/directory.ts';
import { ipaErrorCode } from '../../src/infrastructure/freeipa/freeipa-error.ts';
import { startLabFreeIpa } from '../../src/infrastructure/freeipa/testing/lab-freeipa.ts';
import type { LabFreeIpa } from '../../src/infrastructure/freeipa/testing/lab-freeipa.ts';
import { parseReply, shown, toPerson } from '../../src/infrastructure/freeipa/user-entry.ts';
import { openCertificateAuthority } from '../../src/infrastructure/lab/certificates/certificate-authority.ts';
import { ipaCommands } from '../../src/infrastructure/lab/freeipa/ipa-commands.ts';
import type { ParameterType } from '../../src/infrastructure/lab/freeipa/ipa-parameters.ts';
import { namedCommands } from './freeipa-how-to.ts';
import { startFreeIpaRecorder } from './freeipa-recorder.ts';
import type { FreeIpaRecorder } from './freeipa-recorder.ts';
import { apiVersions, entryErrors, errorErrors, errorTable, loadApi } from './freeipa-schema.ts';
import { outputKeys, requestErrors, summaries } from './freeipa-schema.ts';
import { describeContracts, readContract } from './vendor-contracts.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGhhcmRseSBhIHJlYWwga2V5LCBidXQgaXQgd2lsbCBkbw== ada';
type Names = readonly string[];
const hers = { accountId: 'account-1', username: 'ada' };

/** A person's whole life, which takes our client through every call that it knows. */
const liveThroughEverything = async (directory: Directory): Promise<void> => {
  const staged = { ...hers, email: 'ada@example.org', displayName: 'Ada Lovelace' };
  await directory.findByEmail('member@lab.netsoc.invalid');
  await directory.findByEmail('nobody@lab.netsoc.invalid');
  await directory.findByUsername('nobody');
  await directory.nameHolder('ada');
  await directory.stage(staged);
  await directory.findStagedByEmail('ada@example.org');
  await directory.findStagedByUsername('ada');
  await directory.unstage(hers);
  await directory.stage(staged);
  const { directoryId } = await directory.activate(hers);
  await directory.joinGroups('ada', ['members']);
  await directory.setPassword('ada', 'a-good-password');
  await directory.changePassword('ada', 'a-good-password', 'another-password');
  await directory.changePassword('ada', 'wrong', 'another-password');
  await directory.setEmail('ada', 'countess@example.org');
  await directory.setEmail('ada', 'countess@example.org');
  await directory.setDisplayName('ada', 'Augusta Ada King');
  await directory.addSshKey('ada', key);
  await directory.removeSshKey('ada', key);
  await directory.setDisabled('ada', true);
  await directory.setDisabled('ada', true);
  await directory.setDisabled('ada', false);
  const leaving = { ...hers, email: 'countess@example.org' };
  await directory.remove({ ...leaving, isTheirs: (entry) => Promise.resolve(entry.directoryId === directoryId) });
  // Gone by now, so everybody is looked at.
  await directory.remove({ ...leaving, isTheirs: () => Promise.resolve(false) });
};

describeContracts('FreeIPA contract', () => {
  let lab: LabFreeIpa;
  let recorder: FreeIpaRecorder;

  beforeAll(async () => {
    lab = await startLabFreeIpa();
    recorder = await startFreeIpaRecorder(await openCertificateAuthority(lab.folder), lab.ipa.url);
    await liveThroughEverything(lab.open({ servers: [recorder.url] }));
  });
  afterAll(async () => {
    await recorder.close();
    await lab.close();
  });

  it('our client’s life of a person uses every command that it knows', () => {
    const used = new Set(recorder.calls.map(({ call }) => call.method));
    expect([...used].toSorted()).toEqual([
      'batch/1',
      'group_add_member/1',
      'session_logout/1',
      'stageuser_activate/1',
      'stageuser_add/1',
      'stageuser_del/1',
      'stageuser_find/1',
      'stageuser_show/1',
      'user_del/1',
      'user_disable/1',
      'user_enable/1',
      'user_find/1',
      'user_mod/1',
      'user_show/1',
    ]);
  });

  it.each(apiVersions)('our requests use commands, arguments and options that FreeIPA %s has', (version) => {
    const api = loadApi(version);
    for (const { call } of recorder.calls) {
      expect([call.method, requestErrors(api, call)]).toEqual([call.method, []]);
      expect(call.params[1]).toHaveProperty('version');
    }
  });

  it('our forms have the fields of FreeIPA’s (rpcserver.py)', () => {
    const fields = new Map(recorder.forms.map((form) => [form.path, form.fields]));
    expect(Object.fromEntries(fields)).toEqual({
      '/ipa/session/login_password': ['user', 'password'],
      '/ipa/session/change_password': ['user', 'old_password', 'new_password'],
    });
  });

  it('the error codes that our client tells apart are those of FreeIPA', () => {
    const known = new Map(errorTable().map(({ errno, name }) => [name.toLowerCase(), errno]));
    for (const [name, code] of Object.entries(ipaErrorCode)) {
      expect([name, known.get(name.toLowerCase())]).toEqual([name, code]);
    }
  });

  /** Classes of FreeIPA's parameters that are of one of our types. */
  const classes: Readonly<Record<ParameterType, readonly string[]>> = {
    text: ['Str', 'Principal'],
    texts: ['Str', 'Principal'],
    password: ['Password'],
    flag: ['Flag', 'Bool'],
    integer: ['Int'],
    dictionary: ['Dict'],
  };

  it.each(apiVersions)(
    'our simulator takes nothing that FreeIPA %s does not, and no value of another type',
    (version) => {
      const api = loadApi(version);
      for (const [name, { signature }] of ipaCommands) {
        const command = api.commands[name];
        expect([name, signature.arguments.length]).toEqual([name, command?.args.length]);
        for (const [index, argument] of signature.arguments.entries()) {
          const theirs = command?.args[index];
          expect([name, argument.repeated === true]).toEqual([name, theirs?.multivalue]);
          expect(classes[argument.type ?? 'text']).toContain(theirs?.class);
        }
        for (const [option, type] of Object.entries(signature.options)) {
          const theirs = command?.options.find((known) => known.name === option);
          expect([name, option, type === 'texts']).toEqual([name, option, theirs?.multivalue]);
          expect(classes[type]).toContain(theirs?.class);
        }
      }
    },
  );

  it('what our client got has the output and the attributes that FreeIPA’s own tests expect', () => {
    const api = loadApi('4-12-2');
    const { user, stageuser } = outputKeys();
    for (const { call, reply } of recorder.calls) {
      if (reply.error !== null) expect(errorErrors(reply.error)).toEqual([]);
      const [command = ''] = call.method.split('/');
      if (reply.result === null) continue;
      expect([command, Object.keys(reply.result).toSorted()]).toEqual([
        command,
        api.commands[command]?.output.map(({ name }) => name).toSorted(),
      ]);
      if (!/^(stage)?user_(show|find|activate)$/.test(command) || call.params[1]['all'] !== true) continue;
      const keys = command.startsWith('stage') && command !== 'stageuser_activate' ? stageuser : user;
      const allowed = keys[command.endsWith('_find') ? 'find_all_keys' : 'retrieve_all_keys'] ?? [];
      for (const entry of [reply.result['result']].flat() as Record<string, unknown>[]) {
        expect([command, entryErrors(entry, allowed)]).toEqual([command, []]);
      }
    }
  });

  it('our client reads the replies that FreeIPA has recorded of itself', () => {
    const read = ['user_show', 'user_mod', 'user_show_1'].map((name) => {
      const { result } = readContract(`freeipa/webui-fixtures/${name}.json`) as { result: unknown };
      return toPerson(parseReply(shown, result, name).result);
    });
    const frog = {
      directoryId: '01cdce66-5a8b-11e7-93c8-001a4a231594',
      username: 'kfrog',
      email: 'kfrog@dom.example.com',
      displayName: 'k frog',
      groups: ['ipausers'],
      disabled: false,
      sshKeys: [],
      madeFor: undefined,
    };
    const groups = ['admins', 'trust admins'];
    expect(read).toEqual([frog, frog, expect.objectContaining({ displayName: 'Administrator', email: '', groups })]);
  });

  const ada = { givenname: 'Ada', sn: 'Lovelace', userclass: 'mark', ipasshpubkey: key };

  it('our simulator answers every command about people with FreeIPA’s attributes and words', async () => {
    const { user, stageuser } = outputKeys();
    const none: readonly string[] = [];
    const tour: readonly (readonly [string, readonly unknown[], object, Names | undefined, string?])[] = [
      ['stageuser_add', ['ada'], { ...ada, random: true }, stageuser['create_keys']],
      ['stageuser_show', ['ada'], {}, stageuser['retrieve_keys']],
      ['stageuser_find', [], {}, stageuser['find_keys']],
      ['stageuser_mod', ['ada'], { mail: 'ada@example.org' }, stageuser['update_keys']],
      ['stageuser_activate', ['ada'], {}, user['activate_keys'], 'Stage user ada activated'],
      ['user_show', ['ada'], {}, user['retrieve_keys']],
      ['user_show', ['ada'], { all: true }, user['retrieve_all_keys']],
      ['user_mod', ['ada'], { mail: 'countess@example.org' }, user['update_keys']],
      ['user_find', [], {}, user['find_keys']],
      ['user_disable', ['ada'], {}, none],
      ['user_enable', ['ada'], {}, none],
      ['user_unlock', ['ada'], {}, none],
      ['user_del', [['ada']], { preserve: true }, none, 'Preserved user "ada"'],
      ['user_show', ['ada'], {}, user['retrieve_preserved_keys']],
      ['user_show', ['ada'], { all: true }, user['retrieve_preserved_all_keys']],
      ['user_undel', ['ada'], {}, none],
      ['user_del', [['ada']], {}, none],
      ['user_add', ['ada'], { ...ada, random: true }, user['create_keys']],
      ['stageuser_add', ['byron'], ada, stageuser['create_keys']],
      ['stageuser_del', [['byron']], {}, none],
    ];
    for (const [command, positional, options, allowed = [], summary] of tour) {
      const { result, error } = await lab.admin(`${command}/1`, positional, options);
      expect([command, error]).toEqual([command, null]);
      expect([command, Object.keys(result ?? {}).toSorted()]).toEqual([command, outputOf(command)]);
      const entries = [result?.['result']].flat().filter((entry) => allowed !== none && entry !== true) as never[];
      for (const entry of entries) expect([command, entryErrors(entry, allowed)]).toEqual([command, []]);
      const [expected = ''] = [summaries()[command] ?? null].flat();
      const words = summary ?? expected?.replace('%(value)s', String([positional[0]].flat()[0])) ?? null;
      if (!command.endsWith('_find')) expect([command, result?.['summary']]).toEqual([command, words]);
    }
  });

  it('our simulator answers every other command with FreeIPA’s output', async () => {
    const { group } = outputKeys();
    const tour: readonly (readonly [string, readonly unknown[], object, (Names | undefined)?])[] = [
      ['group_add', ['hackers'], { description: 'They hack' }, group['create_keys']],
      ['group_show', ['hackers'], {}, group['retrieve_keys']],
      ['group_show', ['hackers'], { all: true }, group['retrieve_all_keys']],
      ['group_find', ['hackers'], {}, group['retrieve_keys']],
      ['group_add_member', ['hackers'], { user: ['member', 'nobody'] }, group['add_member_keys']],
      ['group_remove_member', ['hackers'], { user: 'member' }, group['add_member_keys']],
      ['group_del', [['hackers']], {}],
      ['passwd', ['member', 'set-by-admin'], {}],
      ['pwpolicy_show', [], {}],
      ['user_status', ['member'], {}],
      ['config_show', [], {}],
      ['batch', [{ method: 'ping', params: [[], {}] }], {}],
      ['env', ['api_version'], {}],
      ['whoami', [], {}],
      ['ping', [], {}],
      ['session_logout', [], {}],
    ];
    for (const [command, positional, options, allowed] of tour) {
      const { result, error } = await lab.admin(`${command}/1`, positional, options);
      expect([command, error]).toEqual([command, null]);
      expect([command, Object.keys(result ?? {}).toSorted()]).toEqual([command, outputOf(command)]);
      const entries = [result?.['result']].flat() as Record<string, unknown>[];
      if (allowed === undefined) continue;
      for (const entry of entries) expect([command, entryErrors(entry, allowed)]).toEqual([command, []]);
    }
  });

  it('our simulator’s errors have FreeIPA’s codes, names and words', async () => {
    const admin = await lab.caller.as('admin', 'admin-lab-password');
    const member = await lab.caller.as('auditor', 'auditor-lab-password');
    const failing = [
      await admin('user_show', ['nobody']),
      await admin('stageuser_show', ['nobody']),
      await admin('group_show', ['nothing']),
      await admin('user_show', []),
      await admin('user_show', ['a', 'b']),
      await admin('ping', ['a']),
      await admin('user_show', ['member'], { nonsense: true }),
      await admin('user_find', [], { sizelimit: 'many' }),
      await admin('user_mod', ['member'], { mail: 'nonsense' }),
      await admin('no_such_command'),
      await admin('user_add', ['member'], ada),
      await admin('user_add', ['members'], ada),
      await admin('user_enable', ['member']),
      await admin('user_mod', ['member'], { delattr: 'ipasshpubkey=x' }),
      await admin('user_mod', ['member']),
      await admin('user_mod', ['member'], { addattr: 'sn=Another' }),
      await admin('user_mod', ['member'], { setattr: 'uid=another' }),
      await admin('user_del', ['admin']),
      await admin('group_del', ['admins']),
      await admin('group_del', ['member']),
      await admin('group_del', ['ipausers']),
      await member('user_disable', ['member']),
    ];
    expect(failing.map(({ error }) => error?.code)).toEqual([
      ...[4001, 4001, 4001, 3007, 3004, 3003, 3005, 3008, 3009, 905, 4002, 4024, 4009, 4026, 4202, 4207, 4205, 4308],
      ...[4309, 4020, 4018, 2100],
    ]);
    for (const { error } of failing) expect(error === null ? ['no error'] : errorErrors(error)).toEqual([]);
    await lab.ipa.control({ do: 'change-user', uid: 'auditor', disabled: true });
    const twice = (await admin('user_disable', ['auditor'])).error;
    expect(twice).toMatchObject({ code: 4010, name: 'AlreadyInactive' });
  });
});

describeContracts('what our how-to tells operators to type into FreeIPA', () => {
  const known = namedCommands().filter(({ command }) => loadApi('4-12-2').commands[command.replaceAll('-', '_')]);

  it('is about commands of the contract, too', () => {
    expect(known.map(({ command }) => command)).toEqual(expect.arrayContaining(['user-add', 'pwpolicy-add']));
  });

  it.each(apiVersions)('has no option that FreeIPA %s does not have', (version) => {
    for (const { command, options } of known) {
      const theirs = loadApi(version).commands[command.replaceAll('-', '_')]?.options ?? [];
      const names = theirs.map(({ name, cli_name: cliName }) => (cliName ?? name).replaceAll('_', '-'));
      expect([command, options.filter((option) => !names.includes(option))]).toEqual([command, []]);
    }
  });
});

const outputOf = (command: string): readonly string[] | undefined =>
  loadApi('4-12-2')
    .commands[command]?.output.map(({ name }) => name)
    .toSorted();

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pino from 'pino';
import { openCertificateAuthority } from '../../src/infrastructure/lab/certificates/certificate-authority.ts';
import { startFreeIpaSimulator } from '../../src/infrastructure/lab/freeipa/freeipa-simulator.ts';
import type { FreeIpaSimulator } from '../../src/infrastructure/lab/freeipa/freeipa-simulator.ts';
import { openIpaDatabase } from '../../src/infrastructure/lab/freeipa/ipa-database.ts';
import { portalServiceAccount } from '../../src/infrastructure/lab/freeipa/seed.ts';
import { namedCommands } from './freeipa-how-to.ts';
import { ensureGenuineClient, runGenuineClient } from './genuine-ipa-client.ts';
import type { ClientPresence, ClientRun } from './genuine-ipa-client.ts';
import { contractPath, describeContracts } from './vendor-contracts.ts';

/** What FreeIPA takes for the current password where an administrator sets another's. */
const forAnother = 'CHANGING_PASSWORD_FOR_ANOTHER_USER';

describeContracts('genuine FreeIPA client against our simulator', () => {
  let folder: string;
  let caFile: string;
  let ipa: FreeIpaSimulator;
  let client: ClientPresence;

  beforeAll(async () => {
    client = await ensureGenuineClient();
    if (!client.present) process.stderr.write(`Skipped, for FreeIPA's own client is missing: ${client.why}\n`);
    folder = await mkdtemp(join(tmpdir(), 'netsoc-ipacli-'));
    const authority = await openCertificateAuthority(folder);
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.certificate);
    ipa = await startFreeIpaSimulator({
      port: 0,
      database: openIpaDatabase(folder),
      certificate: await authority.serverCertificate('ipa'),
      logger: pino({ level: 'silent' }),
    });
  }, 600_000);

  afterAll(async () => {
    await ipa.close();
    await rm(folder, { recursive: true });
  });

  const asPortal = (): Parameters<typeof runGenuineClient>[1] => ({
    url: `https://localhost:${String(ipa.port)}`,
    caFile,
    ...portalServiceAccount,
  });
  const ipaCommand = (argv: readonly string[], input: string | undefined, by = asPortal()): Promise<ClientRun> =>
    runGenuineClient(contractPath('freeipa/tools/ipacli.py'), by, argv, input);

  const says = (...words: readonly string[]) => ({
    code: 0,
    stdout: expect.stringMatching(new RegExp(words.join('[\\s\\S]*'))),
  });
  const fails = (words: string, code = 1) => ({ code, stderr: expect.stringContaining(words) });
  const ada = ['--first=Ada', '--last=Lovelace', '--cn=Ada Lovelace'];
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGhhcmRseSBhIHJlYWwga2V5LCBidXQgaXQgd2lsbCBkbw== ada';

  /** In the order of a life. */
  const cases: readonly (readonly [string[], Partial<Record<keyof ClientRun, unknown>>, string?])[] = [
    [['ping'], says('IPA server version 4.12.2')],
    [['user-show', 'member'], says('Email address: member@', 'Member of groups: members')],
    [['user-show', 'nobody'], fails('nobody: user not found', 2)],
    [['user-find', '--email=admin@lab.netsoc.invalid'], says('1 user matched')],
    [['user-find', '--in-groups=members'], says('2 users matched')],
    [['group-show', 'members'], says('Member users: member, admin')],
    [
      ['stageuser-add', 'ada', ...ada, '--class=netsoc-cloud:1'],
      says('Added stage user "ada"', 'Class: netsoc-cloud:1'),
    ],
    [['stageuser-add', 'ada', ...ada], fails('stage user with name "ada" already exists')],
    [['stageuser-find', 'lovelace'], says('1 user matched', 'Last name: Lovelace')],
    [['stageuser-mod', 'ada', '--email=ada@example.org'], says('Modified stage user "ada"', 'ada@example.org')],
    [['stageuser-activate', 'ada'], says('Stage user ada activated', 'Member of groups: ipausers')],
    [['stageuser-activate', 'ada'], fails('ada: stage user not found', 2)],
    [['user-add', 'ada', ...ada], fails('user with name "ada" already exists')],
    [['user-add', 'members', ...ada], fails("Unable to create private group. A group 'members' already exists.")],
    [['user-mod', 'ada', '--displayname=Countess'], says('Modified user "ada"', 'Display name: Countess')],
    [['user-mod', 'ada', '--displayname=Countess'], fails('no modifications to be performed')],
    [['user-mod', 'ada', '--addattr=userclass=x'], says('Class: netsoc-cloud:1, x')],
    [['user-mod', 'ada', '--delattr=userclass=y'], fails("userclass does not contain 'y'")],
    [['user-mod', 'ada', `--sshpubkey=${key}`], says('SSH public key: ssh-ed25519')],
    [['user-show', 'ada', '--all'], says(String.raw`sshpubkeyfp: SHA256:\S+ ada \(ssh-ed25519\)`)],
    [['user-mod', 'ada', '--email=nonsense'], fails("invalid 'email': invalid e-mail format: nonsense")],
    [
      ['group-add-member', 'auditors', '--users=ada', '--users=nobody'],
      { code: 1, stdout: expect.stringMatching(/member user: nobody: no such entry[\s\S]*members added 1/) },
    ],
    [['group-remove-member', 'auditors', '--users=ada'], says('Number of members removed 1')],
    [['passwd', 'ada'], says('Changed password for "ada@LAB.NETSOC.INVALID"'), `${forAnother}\nset-by-admin\n`],
    [['user-show', 'ada', '--all'], says(String.raw`krbpasswordexpiration: \d{14}Z`)],
    [['user-status', 'ada'], says('Account disabled: False')],
    [['user-disable', 'ada'], says('Disabled user account "ada"')],
    [['user-disable', 'ada'], fails('This entry is already disabled')],
    [['user-enable', 'ada'], says('Enabled user account "ada"')],
    [['user-unlock', 'ada'], says('Unlocked account "ada"')],
    [['user-del', 'ada', '--preserve'], says('Preserved user "ada"')],
    [['user-show', 'ada'], says('Account disabled: True', 'Preserved user: True')],
    [['user-undel', 'ada'], says('Undeleted user account "ada"')],
    [['user-del', 'ada'], says('Deleted user "ada"')],
    [['user-del', 'ada'], fails('ada: user not found', 2)],
    [['user-del', 'admin'], fails('it is the last member of group admins')],
    [['pwpolicy-show'], says('Min length: 8', 'Max failures: 6')],
    [['config-show'], says('Default users group: ipausers')],
    [['group-add', 'hackers', '--desc=They hack'], says('Added group "hackers"')],
    [['group-find', 'hackers'], says('1 group matched')],
    [['group-del', 'hackers'], says('Deleted group "hackers"')],
    [['group-del', 'member'], fails('Deleting a managed group is not allowed')],
    [['stageuser-del', 'nobody'], fails('nobody: stage user not found', 2)],
    [['hbacrule-find'], fails('unknown command')],
  ];
  it.each(cases)(
    'understands the answer to %j',
    async (...[argv, expected, input]) => {
      if (!client.present) return;
      expect(await ipaCommand(argv, input)).toMatchObject(expected);
    },
    60_000,
  );

  it('knows every command and option that our how-to names', async () => {
    if (!client.present) return;
    const commands = namedCommands();
    expect(commands.length).toBeGreaterThan(10);
    for (const { command, options } of commands) {
      const { stdout } = await ipaCommand([command, '--help'], '');
      expect([command, options.filter((option) => !stdout.includes(`--${option}`))]).toEqual([command, []]);
    }
  }, 120_000);

  it('tells a member what is not theirs to change', async () => {
    if (!client.present) return;
    const member = { ...asPortal(), username: 'member', password: 'member-lab-password' };
    expect(await ipaCommand(['user-mod', 'admin', '--email=m@example.org'], '', member)).toMatchObject(
      fails("Insufficient access: Insufficient 'write' privilege to the 'mail' attribute"),
    );
  }, 60_000);
});

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
import { ensureGenuineClient, runGenuineClient } from './genuine-ipa-client.ts';
import type { ClientPresence, ClientRun } from './genuine-ipa-client.ts';
import { contractPath, describeContracts } from './vendor-contracts.ts';

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

  const ipaCommand = (...argv: string[]): Promise<ClientRun> =>
    runGenuineClient(
      contractPath('freeipa/tools/ipacli.py'),
      { url: `https://localhost:${String(ipa.port)}`, caFile, ...portalServiceAccount },
      argv,
    );

  const cases: readonly (readonly [string[], Partial<Record<keyof ClientRun, unknown>>])[] = [
    [['ping'], { code: 0, stdout: expect.stringContaining('IPA server version 4.12.2') }],
    [
      ['user-show', 'member'],
      { code: 0, stdout: expect.stringMatching(/Email address: member@[\s\S]*Member of groups: members/) },
    ],
    [['user-show', 'nobody'], { code: 2, stderr: expect.stringContaining('nobody: user not found') }],
    [['user-find', '--email=admin@lab.netsoc.invalid'], { code: 0, stdout: expect.stringContaining('1 user matched') }],
    [['user-find', '--in-groups=members'], { code: 0, stdout: expect.stringContaining('2 users matched') }],
    [['group-show', 'members'], { code: 0, stdout: expect.stringContaining('Member users: member, admin') }],
    [['user-del', 'member'], { code: 1, stderr: expect.stringContaining('unknown command') }],
  ];
  it.each(cases)(
    'understands the answer to %j',
    async (argv, expected) => {
      if (!client.present) return;
      expect(await ipaCommand(...argv)).toMatchObject(expected);
    },
    60_000,
  );
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { openCertificateAuthority } from '../certificates/certificate-authority.ts';
import { startFreeIpaSimulator } from './freeipa-simulator.ts';
import type { FreeIpaSimulator } from './freeipa-simulator.ts';
import { openIpaDatabase } from './ipa-database.ts';
import { labAccounts } from './seed.ts';
import { createIpaCaller, sessionCookie } from './testing/ipa-caller.ts';
import type { IpaCaller } from './testing/ipa-caller.ts';

let folder: string;
let ipa: FreeIpaSimulator;
let caller: IpaCaller;

const start = async (port = 0): Promise<void> => {
  const authority = await openCertificateAuthority(folder);
  ipa = await startFreeIpaSimulator({
    port,
    database: openIpaDatabase(folder),
    certificate: await authority.serverCertificate('ipa'),
    logger: pino({ level: 'silent' }),
  });
  caller = createIpaCaller(ipa.url, authority.certificate);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
  await start();
});
afterEach(async () => {
  await ipa.close();
  await rm(folder, { recursive: true });
});

const sessionOf = async (): Promise<string> => sessionCookie(await caller.logIn('member', 'member-lab-password'));

const ping = '{"method":"ping/1","params":[[],{"version":"2.254"}],"id":7}';

describe('FreeIPA simulator', () => {
  it('opens a session with the form, and answers in FreeIPA’s envelope', async () => {
    const answer = await caller.rpc(await sessionOf(), ping);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      200,
      {
        result: { summary: 'IPA server version 4.12.2. API version 2.254' },
        error: null,
        id: 7,
        principal: 'member@LAB.NETSOC.INVALID',
        version: '4.12.2',
      },
    ]);
  });

  it('says why it refuses a log-in', async () => {
    expect(await caller.logIn('member', 'wrong')).toMatchObject({
      status: 401,
      headers: { 'x-ipa-rejection-reason': 'invalid-password' },
    });
    expect((await caller.logIn('nobody', 'x')).headers['x-ipa-rejection-reason']).toBe('invalid-password');
    await ipa.control({ do: 'change-user', uid: 'member', disabled: true });
    expect((await caller.logIn('member', 'member-lab-password')).headers['x-ipa-rejection-reason']).toBe('user-locked');
  });

  it.each([
    ['no referer', { referer: '' }],
    ['the referer of another server', { referer: 'https://elsewhere.invalid/ipa' }],
    ['another content type', { 'content-type': 'text/plain' }],
  ])('refuses a log-in with %s', async (_what, headers) => {
    expect((await caller.logIn('member', 'member-lab-password', headers)).status).toBe(400);
  });

  it('refuses commands without a session, without a referer, and in another content type', async () => {
    const cookie = await sessionOf();
    expect(await caller.rpc('ipa_session=made-up', ping)).toMatchObject({ status: 401, body: '' });
    expect((await caller.rpc(cookie, ping, { referer: 'https://elsewhere.invalid/ipa' })).status).toBe(400);
    expect((await caller.rpc(cookie, ping, { 'content-type': 'text/plain' })).status).toBe(400);
    await caller.rpc(cookie, '{"method":"session_logout/1","params":[[],{}],"id":0}');
    expect((await caller.rpc(cookie, ping)).status).toBe(401);
  });

  it('warns a client that does not say which API it speaks', async () => {
    const answer = await caller.rpc(await sessionOf(), '{"method":"ping","params":[[],{}],"id":0}');
    expect(JSON.parse(answer.body)).toMatchObject({ result: { messages: [{ code: 13_001 }] } });
  });

  it('answers old clients in what they understand', async () => {
    const admin = await caller.as('admin', 'admin-lab-password');
    await admin('group_add/1', ['hackers']);
    await ipa.control({ do: 'expire-password', uid: 'member' });
    const shownTo = async (version: string) => {
      const { result } = await admin('user_show/1', ['member'], { all: true, version });
      return (result?.['result'] as Readonly<Record<string, unknown>>)['krbpasswordexpiration'];
    };
    expect(await shownTo('2.83')).toEqual([expect.stringMatching(/^\d{14}Z$/)]);
    expect(await shownTo('2.84')).toEqual([{ __datetime__: expect.stringMatching(/^\d{14}Z$/) }]);
    expect((await admin('group_del/1', [['hackers']], { version: '2.82' })).result?.['value']).toBe('hackers');
  });

  it.each(['nonsense', '[]', '{"method":"ping"}', '{"method":"ping","params":[1,2]}'])(
    'answers %j with an error of JSON-RPC',
    async (body) => {
      expect(JSON.parse((await caller.rpc(await sessionOf(), body)).body)).toMatchObject({ error: { code: 909 } });
    },
  );

  it('says that a search found more than was asked for', async () => {
    const body = '{"method":"user_find/1","params":[[],{"sizelimit":2,"version":"2.254"}],"id":0}';
    const answer = JSON.parse((await caller.rpc(await sessionOf(), body)).body) as { result: unknown };
    expect(answer.result).toMatchObject({ count: 2, truncated: true, summary: '2 users matched' });
  });

  it('keeps people over a restart, but no sessions', async () => {
    const cookie = await sessionOf();
    await ipa.control({ do: 'change-user', uid: 'member', attributes: { loginshell: ['/bin/zsh'] } });
    const { port } = ipa;
    await ipa.close();
    await start(port);
    expect((await caller.rpc(cookie, ping)).status).toBe(401);
    const shown = await caller.rpc(await sessionOf(), '{"method":"user_show/1","params":[["member"],{}],"id":0}');
    expect(shown.body).toContain('/bin/zsh');
  });

  it('keeps no password in clear', async () => {
    const kept = await readFile(join(folder, 'freeipa.json'), 'utf8');
    for (const { password } of labAccounts) expect(kept).not.toContain(password);
  });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { openCertificateAuthority } from '../certificates/certificate-authority.ts';
import { readBody } from '../wire/messages.ts';
import { startFreeIpaSimulator } from './freeipa-simulator.ts';
import type { FreeIpaSimulator } from './freeipa-simulator.ts';
import { openIpaDatabase } from './ipa-database.ts';
import { labAccounts } from './seed.ts';

type Answer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}>;

let folder: string;
let ca: string;
let ipa: FreeIpaSimulator;

const start = async (port = 0): Promise<void> => {
  const authority = await openCertificateAuthority(folder);
  ca = authority.certificate;
  ipa = await startFreeIpaSimulator({
    port,
    database: openIpaDatabase(folder),
    certificate: await authority.serverCertificate('ipa'),
    logger: pino({ level: 'silent' }),
  });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
  await start();
});
afterEach(async () => {
  await ipa.close();
  await rm(folder, { recursive: true });
});

const post = (path: string, body: string, headers: Record<string, string>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${ipa.url}${path}`, { method: 'POST', ca, headers, agent: false }, (response) => {
      readBody(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      }, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const form = 'application/x-www-form-urlencoded';
const logIn = (user: string, password: string, headers: Record<string, string> = {}): Promise<Answer> =>
  post('/ipa/session/login_password', new URLSearchParams({ user, password }).toString(), {
    'content-type': form,
    referer: `${ipa.url}/ipa`,
    ...headers,
  });

const sessionOf = async (): Promise<string> => {
  const { headers } = await logIn('member', 'member-lab-password');
  return String(headers['set-cookie']).split(';', 1).join('');
};

const rpc = (cookie: string, body: string, headers: Record<string, string> = {}): Promise<Answer> =>
  post('/ipa/session/json', body, {
    'content-type': 'application/json',
    referer: `${ipa.url}/ipa`,
    cookie,
    ...headers,
  });

const ping = '{"method":"ping/1","params":[[],{"version":"2.254"}],"id":7}';

describe('FreeIPA simulator', () => {
  it('opens a session with the form, and answers in FreeIPA’s envelope', async () => {
    const answer = await rpc(await sessionOf(), ping);
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
    expect(await logIn('member', 'wrong')).toMatchObject({
      status: 401,
      headers: { 'x-ipa-rejection-reason': 'invalid-password' },
    });
    expect((await logIn('nobody', 'x')).headers['x-ipa-rejection-reason']).toBe('invalid-password');
    await ipa.control({ do: 'change-user', uid: 'member', disabled: true });
    expect((await logIn('member', 'member-lab-password')).headers['x-ipa-rejection-reason']).toBe('user-locked');
  });

  it.each([
    ['no referer', { referer: '' }],
    ['the referer of another server', { referer: 'https://elsewhere.invalid/ipa' }],
    ['another content type', { 'content-type': 'text/plain' }],
  ])('refuses a log-in with %s', async (_what, headers) => {
    expect((await logIn('member', 'member-lab-password', headers)).status).toBe(400);
  });

  it('refuses commands without a session, without a referer, and in another content type', async () => {
    const cookie = await sessionOf();
    expect(await rpc('ipa_session=made-up', ping)).toMatchObject({ status: 401, body: '' });
    expect((await rpc(cookie, ping, { referer: 'https://elsewhere.invalid/ipa' })).status).toBe(400);
    expect((await rpc(cookie, ping, { 'content-type': 'text/plain' })).status).toBe(400);
    await rpc(cookie, '{"method":"session_logout/1","params":[[],{}],"id":0}');
    expect((await rpc(cookie, ping)).status).toBe(401);
  });

  it('warns a client that does not say which API it speaks', async () => {
    const answer = await rpc(await sessionOf(), '{"method":"ping","params":[[],{}],"id":0}');
    expect(JSON.parse(answer.body)).toMatchObject({ result: { messages: [{ code: 13_001 }] } });
  });

  it.each(['nonsense', '[]', '{"method":"ping"}', '{"method":"ping","params":[1,2]}'])(
    'answers %j with an error of JSON-RPC',
    async (body) => {
      expect(JSON.parse((await rpc(await sessionOf(), body)).body)).toMatchObject({ error: { code: 909 } });
    },
  );

  it('says that a search found more than was asked for', async () => {
    const body = '{"method":"user_find/1","params":[[],{"sizelimit":2,"version":"2.254"}],"id":0}';
    const answer = JSON.parse((await rpc(await sessionOf(), body)).body) as { result: unknown };
    expect(answer.result).toMatchObject({ count: 2, truncated: true, summary: '2 users matched' });
  });

  it('keeps people over a restart, but no sessions', async () => {
    const cookie = await sessionOf();
    await ipa.control({ do: 'change-user', uid: 'member', attributes: { loginshell: ['/bin/zsh'] } });
    const { port } = ipa;
    await ipa.close();
    await start(port);
    expect((await rpc(cookie, ping)).status).toBe(401);
    const shown = await rpc(await sessionOf(), '{"method":"user_show/1","params":[["member"],{}],"id":0}');
    expect(shown.body).toContain('/bin/zsh');
  });

  it('keeps no password in clear', async () => {
    const kept = await readFile(join(folder, 'freeipa.json'), 'utf8');
    for (const { password } of labAccounts) expect(kept).not.toContain(password);
  });
});

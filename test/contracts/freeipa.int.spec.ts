import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pino from 'pino';
import { createFreeIpaDirectory } from '../../src/infrastructure/freeipa/index.ts';
import { openCertificateAuthority } from '../../src/infrastructure/lab/certificates/certificate-authority.ts';
import { startFreeIpaSimulator } from '../../src/infrastructure/lab/freeipa/freeipa-simulator.ts';
import type { FreeIpaSimulator } from '../../src/infrastructure/lab/freeipa/freeipa-simulator.ts';
import { ipaCommands } from '../../src/infrastructure/lab/freeipa/ipa-commands.ts';
import { openIpaDatabase } from '../../src/infrastructure/lab/freeipa/ipa-database.ts';
import { portalServiceAccount } from '../../src/infrastructure/lab/freeipa/seed.ts';
import { readBody } from '../../src/infrastructure/lab/wire/messages.ts';
import { listen } from '../../src/infrastructure/lab/wire/listener.ts';
import type { Listener } from '../../src/infrastructure/lab/wire/listener.ts';
import { describeContracts, readContract } from './vendor-contracts.ts';

type Parameter = Readonly<{ name: string; class: string; required: boolean; multivalue: boolean; autofill?: boolean }>;
type Command = Readonly<{
  args: readonly Parameter[];
  options: readonly Parameter[];
  output: readonly Readonly<{ name: string }>[];
}>;
type Api = Readonly<{ commands: Readonly<Record<string, Command>> }>;
type OutputKeys = Readonly<{ user: Record<string, string[]>; group: Record<string, string[]> }>;
type Call = Readonly<{ method: string; params: readonly [unknown[], Record<string, unknown>] }>;
type Reply = Readonly<{
  result: Record<string, unknown> | null;
  error: Readonly<{ code: number; name: string; message: string; data: object }> | null;
}>;

const versions = ['4-9-11', '4-12-2', '4-13-3'];
const logger = pino({ level: 'silent' });

describeContracts('FreeIPA contract', () => {
  let folder: string;
  let ca: string;
  let ipa: FreeIpaSimulator;
  /** Stands between our client and the simulator and keeps what passes. */
  let recorder: Listener;
  const calls: Call[] = [];
  const replies: { call: Call; reply: Reply }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netsoc-ipa-contract-'));
    const authority = await openCertificateAuthority(folder);
    ca = authority.certificate;
    const certificate = await authority.serverCertificate('ipa');
    ipa = await startFreeIpaSimulator({ port: 0, database: openIpaDatabase(folder), certificate, logger });
    recorder = await listen(
      createServer({ key: certificate.key, cert: certificate.certificate }, (incoming, outgoing) => {
        forward(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
      }),
      0,
    );
    const directory = createFreeIpaDirectory({
      servers: [`https://127.0.0.1:${String(recorder.port)}`],
      ca,
      ...portalServiceAccount,
      logger,
    });
    await directory.findByEmail('member@lab.netsoc.invalid');
    await directory.findByEmail('nobody@lab.netsoc.invalid');
    await directory.findByUsername('admin');
    await directory.findByUsername('nobody');
    await directory.close();
  });

  afterAll(async () => {
    await recorder.close();
    await ipa.close();
    await rm(folder, { recursive: true });
  });

  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const answer = await send(incoming.url ?? '', body, {
      'content-type': incoming.headers['content-type'] ?? '',
      cookie: incoming.headers.cookie ?? '',
      referer: `${ipa.url}/ipa`,
    });
    if (incoming.url === '/ipa/session/json' && answer.status === 200) {
      const call = JSON.parse(body) as Call;
      calls.push(call);
      replies.push({ call, reply: JSON.parse(answer.body) as Reply });
    }
    outgoing.writeHead(answer.status, answer.cookies === undefined ? {} : { 'set-cookie': answer.cookies });
    outgoing.end(answer.body);
  };

  const send = (
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; body: string; cookies: string[] | undefined }> =>
    new Promise((resolve, reject) => {
      const outgoing = request(`${ipa.url}${path}`, { method: 'POST', ca, headers, agent: false }, (response) => {
        readBody(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, body: text, cookies: response.headers['set-cookie'] }),
          reject,
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const commandOf = (api: Api, method: string): Command => {
    const [name = '', version] = method.split('/');
    expect(version).toBe('1');
    const command = api.commands[name];
    if (command === undefined) throw new Error(`FreeIPA has no command ${name}`);
    return command;
  };

  it.each(versions)('our requests use commands and options that FreeIPA %s has', (version) => {
    const api = readContract(`freeipa/freeipa-${version}.api.json`) as Api;
    expect(calls.map(({ method }) => method)).toEqual(['user_find/1', 'user_find/1', 'user_show/1', 'user_show/1']);
    for (const { method, params } of calls) {
      const command = commandOf(api, method);
      const [positional, options] = params;
      expect(positional.length).toBeLessThanOrEqual(command.args.length);
      expect(positional.length).toBeGreaterThanOrEqual(command.args.filter(({ required }) => required).length);
      expect(options).toHaveProperty('version');
      for (const [name, value] of Object.entries(options)) {
        const parameter = command.options.find((option) => option.name === name);
        expect([name, parameter?.class]).toEqual([name, expectedClass(value)]);
        if (Array.isArray(value)) expect([name, parameter?.multivalue]).toEqual([name, true]);
      }
    }
  });

  it.each(versions)('our simulator takes no command, argument or option that FreeIPA %s does not have', (version) => {
    const api = readContract(`freeipa/freeipa-${version}.api.json`) as Api;
    for (const [name, { signature }] of ipaCommands) {
      const command = commandOf(api, `${name}/1`);
      expect([name, signature.argument === undefined ? 0 : 1]).toEqual([name, command.args.length]);
      const known = new Set(command.options.map((option) => option.name));
      expect([name, Object.keys(signature.options).filter((option) => !known.has(option))]).toEqual([name, []]);
    }
  });

  it('our simulator’s replies have the output and the attributes that FreeIPA’s own tests expect', () => {
    const api = readContract('freeipa/freeipa-4-12-2.api.json') as Api;
    const keys = readContract('freeipa/freeipa-4-12-2.output-keys.json') as OutputKeys;
    for (const { call, reply } of replies) {
      if (reply.result === null) continue;
      const command = commandOf(api, call.method);
      expect(Object.keys(reply.result).toSorted()).toEqual(command.output.map(({ name }) => name).toSorted());
      const allowed = call.method.startsWith('user_find') ? keys.user['find_all_keys'] : keys.user['retrieve_all_keys'];
      for (const entry of [reply.result['result']].flat() as Record<string, unknown>[]) {
        expect(Object.keys(entry).filter((key) => !(allowed ?? []).includes(key))).toEqual([]);
        for (const [key, value] of Object.entries(entry)) {
          const scalar = ['dn', 'nsaccountlock', 'has_password', 'has_keytab', 'preserved'].includes(key);
          expect([key, Array.isArray(value)]).toEqual([key, !scalar]);
        }
      }
    }
  });

  it('our simulator’s entries without `all` have the default attributes only', async () => {
    const keys = readContract('freeipa/freeipa-4-12-2.output-keys.json') as OutputKeys;
    const login = await send(
      '/ipa/session/login_password',
      new URLSearchParams({ user: portalServiceAccount.username, password: portalServiceAccount.password }).toString(),
      {
        'content-type': 'application/x-www-form-urlencoded',
        referer: `${ipa.url}/ipa`,
      },
    );
    const cookie = (login.cookies ?? []).join(';').split(';')[0] ?? '';
    const call = async (method: string, args: string[], options: object): Promise<Reply> => {
      const answer = await send('/ipa/session/json', JSON.stringify({ method, params: [args, options], id: 1 }), {
        'content-type': 'application/json',
        referer: `${ipa.url}/ipa`,
        cookie,
      });
      return JSON.parse(answer.body) as Reply;
    };
    const shown = async (method: string, argument: string): Promise<Record<string, unknown>> =>
      (await call(method, [argument], { version: '2.254' })).result?.['result'] as Record<string, unknown>;

    const user = await shown('user_show', 'member');
    expect(Object.keys(user).filter((key) => !keys.user['retrieve_keys']?.includes(key))).toEqual([]);
    const group = await shown('group_show', 'members');
    expect(Object.keys(group).filter((key) => !keys.group['retrieve_keys']?.includes(key))).toEqual([]);
    const found = (await call('user_find', [], { version: '2.254' })).result?.['result'] as Record<string, unknown>[];
    for (const entry of found) {
      expect(Object.keys(entry).filter((key) => !keys.user['find_keys']?.includes(key))).toEqual([]);
    }

    const { errors } = readContract('freeipa/freeipa-4-12-2.errors.json') as {
      errors: readonly { errno: number; name: string }[];
    };
    const failing = [
      await call('user_show', ['nobody'], { version: '2.254' }),
      await call('user_show', [], { version: '2.254' }),
      await call('user_show', ['a', 'b'], { version: '2.254' }),
      await call('ping', ['a'], { version: '2.254' }),
      await call('user_show', ['member'], { nonsense: true }),
      await call('user_find', [], { sizelimit: 'many' }),
      await call('no_such_command', [], {}),
    ];
    expect(failing.map(({ error }) => error?.code)).toEqual([4001, 3007, 3004, 3003, 3005, 3008, 905]);
    for (const { error } of failing) {
      expect(errors.find(({ errno }) => errno === error?.code)?.name).toBe(error?.name);
    }
  });
});

const expectedClass = (value: unknown): string => {
  if (typeof value === 'boolean') return 'Flag';
  return typeof value === 'number' ? 'Int' : 'Str';
};

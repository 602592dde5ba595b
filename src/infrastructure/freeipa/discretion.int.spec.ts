import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import type { Directory } from '../../application/ports/directory.ts';
import { openCertificateAuthority } from '../lab/certificates/certificate-authority.ts';
import { createFreeIpaDirectory } from './freeipa-directory.ts';
import { startScriptedFreeIpa } from './testing/scripted-freeipa.ts';

/** What no error and no log line may say. */
const username = 'Grace-Hopper';
const email = 'grace@navy.example.org';
const displayName = 'Grace Brewster Hopper';
const current = 'the-current-password';
const password = 'the-chosen-password';
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdyYWNl grace@ship';
const secrets = [username, email, displayName, current, password, ...key.split(' ').slice(1), 'Hopper'];

type Answer = (body: string, response: ServerResponse) => void;

let folder: string;
let server: Awaited<ReturnType<typeof startScriptedFreeIpa>>;
let directory: Directory;
let answer: Answer;
let logged = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
  const authority = await openCertificateAuthority(folder);
  server = await startScriptedFreeIpa(authority, {
    changePassword: (form, response) => {
      response.setHeader('x-ipa-pwchange-result', 'policy-error');
      response.setHeader('x-ipa-pwchange-policy-error', `Constraint violation: ${[...form.values()].join(' ')}`).end();
    },
    command: (body, response) => answer(body, response),
  });
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString();
      done();
    },
  });
  directory = createFreeIpaDirectory({
    servers: [server.url],
    ca: authority.certificate,
    username: 'portal',
    password: 'portal-password',
    homeDirectories: '/home/users',
    loginShell: '/bin/bash',
    logger: pino({ level: 'trace' }, sink),
  });
});
afterAll(async () => {
  await directory.close();
  await server.close();
  await rm(folder, { recursive: true });
});

type Method = Exclude<keyof Directory, 'close'>;
const entry = { accountId: 'account-1', username };
const methods: Readonly<Record<Method, () => Promise<unknown>>> = {
  findByEmail: () => directory.findByEmail(email),
  findByUsername: () => directory.findByUsername(username),
  findStagedByEmail: () => directory.findStagedByEmail(email),
  findStagedByUsername: () => directory.findStagedByUsername(username),
  nameHolder: () => directory.nameHolder(username),
  stage: () => directory.stage({ ...entry, email, displayName }),
  activate: () => directory.activate(entry),
  unstage: () => directory.unstage(entry),
  joinGroups: () => directory.joinGroups(username, ['members']),
  setPassword: () => directory.setPassword(username, password),
  changePassword: () => directory.changePassword(username, current, password),
  setEmail: () => directory.setEmail(username, email),
  setDisplayName: () => directory.setDisplayName(username, displayName),
  addSshKey: () => directory.addSshKey(username, key),
  removeSshKey: () => directory.removeSshKey(username, key),
  setDisabled: () => directory.setDisabled(username, true),
  remove: () => directory.remove({ accountId: 'a-1', username, email, isTheirs: () => Promise.resolve(true) }),
};
/** Their replies are not read: that there is no error is enough. */
const repliesUnread: readonly string[] = ['setEmail', 'setDisplayName', 'setDisabled'];

const says = (response: ServerResponse, result: unknown, error: unknown = null): void => {
  response.end(JSON.stringify({ result, error }));
};
/** An error that repeats the whole request, and once more in small letters. */
const refuses: Answer = (body, response) =>
  says(response, null, { code: 4203, name: 'DatabaseError', message: `${body} ${body.toLowerCase()}`, data: {} });

const failureOf = async (method: Method): Promise<Error> => {
  const failure = await methods[method]().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (failure instanceof Error) return failure;
  throw new Error(`${method} did not fail`);
};
const expectDiscretion = (failure: Error): void => {
  const said = `${failure.message} ${String(failure.cause)} ${JSON.stringify(failure)} ${logged}`.toLowerCase();
  expect(secrets.filter((secret) => said.includes(secret.toLowerCase()))).toEqual([]);
};

describe('what is told of an error of FreeIPA', () => {
  const all = Object.keys(methods) as Method[];

  it.each(all)('%s names nobody when FreeIPA repeats the request', async (method) => {
    answer = refuses;
    expectDiscretion(await failureOf(method));
  });

  it.each(all)('%s names nobody when the answer is not FreeIPA’s', async (method) => {
    answer = (body, response) => response.end(body);
    expectDiscretion(await failureOf(method));
  });

  it.each(all.filter((method) => !repliesUnread.includes(method)))(
    '%s names nobody when the answer has another shape',
    async (method) => {
      answer = (body, response) => says(response, { [body]: body, result: body });
      expectDiscretion(await failureOf(method));
    },
  );

  const missing = { error: 'not found', error_code: 4001, error_name: 'NotFound' };
  const shown = {
    error: null,
    result: { uid: [username], ipauniqueid: ['id-1'], userclass: ['netsoc-cloud:account-1'], ipasshpubkey: [] },
  };
  const withKey = { ...shown, result: { ...shown.result, ipasshpubkey: [key] } };
  const refused = { error: `no: ${username}`, error_code: 2100, error_name: 'ACIError' };

  it.each<[Method, string, Readonly<Record<string, unknown>>]>([
    ['stage', 'the addition', { 'batch/1': { results: [missing, missing, missing] } }],
    ['activate', 'the activation', { 'batch/1': { results: [missing, shown, missing] } }],
    ['unstage', 'the deletion', { 'batch/1': { results: [missing, shown, missing] } }],
    ['remove', 'the deletion', { 'batch/1': { results: [shown, missing, missing] } }],
    ['nameHolder', 'a part of the search', { 'batch/1': { results: [missing, refused, missing] } }],
    ['addSshKey', 'the addition', { 'user_show/1': shown }],
    ['removeSshKey', 'the removal', { 'user_show/1': withKey }],
    ['setPassword', 'the reset', { 'user_show/1': shown }],
    ['setPassword', 'the password', { 'user_show/1': shown, 'user_mod/1': shown }],
    [
      'joinGroups',
      'the member',
      { 'group_add_member/1': { failed: { member: { user: [[username, `no: ${username}`]] } } } },
    ],
  ])('%s names nobody when %s is refused', async (method, _what, replies) => {
    answer = (body, response) => {
      const reply = replies[(JSON.parse(body) as { method: string }).method];
      if (reply === undefined) refuses(body, response);
      else says(response, reply);
    };
    expectDiscretion(await failureOf(method));
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ssh2 from 'ssh2';
import { decodeMasterKey } from '../../src/infrastructure/config/configuration.ts';
import { labSecretsOf } from '../../src/infrastructure/composition/lab-secrets.ts';
import { createEventLog, createKeyVault } from '../../src/infrastructure/event-log/index.ts';
import { openEmbeddedStore } from '../../src/infrastructure/event-store/embedded/index.ts';
import { call, eventually, freePort, startSystem, tokenOf, type SpawnedSystem } from './spawned-system.ts';

// A whole life of an account, with an instance made and deleted.
jest.setTimeout(180_000);

/**
 * One person does everything that can be done with an account, up to being erased. Afterwards the whole data folder, logs
 * included, is searched for everything they typed or were given.
 */
const person = {
  username: 'zephyrine',
  email: 'zephyrine.quill@lab.netsoc.invalid',
  nextEmail: 'z.quillfeather@lab.netsoc.invalid',
  displayName: 'Zephyrine Quillfeather',
  nextName: 'Zeph Quillon',
  comment: 'zephyrine@her-thinkpad',
  reason: 'An orrery of my own making',
  disabledFor: 'Left the windmill running',
};
const passwords = ['Too-few', 'Marmalade-skies-1', 'Tangerine-trees-2', 'Cellophane-flowers-3'];
const secrets = [...passwords];

let folder = '';
let system: SpawnedSystem;

type Mail = { subject: string; links: string[] };

const mailTo = (email: string, subject: string): Promise<Mail> =>
  eventually(`the mail “${subject}”`, async () => {
    const reply = await fetch(`${system.manifest.mail.url}/api/messages?to=${encodeURIComponent(email)}`);
    const { messages } = (await reply.json()) as { messages: Mail[] };
    return messages.find((mail) => mail.subject === subject);
  });

const linkIn = (mail: Mail): string => {
  const token = mail.links.flatMap((link) => link.split('#token=')[1] ?? [])[0] ?? '';
  expect(token).toHaveLength(36 + 1 + 43);
  secrets.push(token, token.slice(37));
  return token;
};

const signedIn = async (account: string): Promise<string> => {
  const token = await tokenOf(system, account);
  secrets.push(token);
  return token;
};

const anonymously = async (resource: string, body: object): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${system.url}${resource}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
};

const live = async (): Promise<void> => {
  const { username, email, nextEmail, displayName, nextName, comment, reason, disabledFor } = person;
  const [short = '', first = '', second = '', third = ''] = passwords;
  await anonymously('/v1/sign-ups', { email, username, displayName, termsVersion: '2026-11' });
  const verification = linkIn(await mailTo(email, 'Verify your e-mail address'));
  expect(await anonymously('/v1/sign-ups/verify', { token: verification, password: short })).toBe(422);
  expect(await anonymously('/v1/sign-ups/verify', { token: verification, password: first })).toBe(200);
  // Where people look for mistakes in a hurry.
  expect(await anonymously('/v1/sign-ups/verify', { token: verification, password: first })).toBe(422);
  await anonymously('/v1/sign-ups', { email, username: 'another', termsVersion: '2026-11' });

  await anonymously('/v1/password-resets', { email });
  const reset = linkIn(await mailTo(email, 'Choose a new password'));
  expect(await anonymously('/v1/password-resets/complete', { token: reset, password: second })).toBe(200);

  const them = await signedIn(username);
  const { id } = await call<{ id: string }>(system, them, 'GET', '/v1/me');
  await call(system, them, 'POST', '/v1/me/password', { currentPassword: second, password: third });
  const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
  // The first line of the key itself is the same in every key of its kind.
  secrets.push(
    ...pair.private
      .split('\n')
      .slice(2)
      .filter((line) => line.length > 30 && !line.startsWith('-----')),
  );
  await expect(call(system, them, 'POST', '/v1/me/ssh-keys', { key: pair.private })).rejects.toThrow('ssh-key-private');
  await call(system, them, 'POST', '/v1/me/ssh-keys', { key: pair.public });
  await call(system, them, 'PATCH', '/v1/me', { displayName: nextName });
  await call(system, them, 'PATCH', '/v1/me', { email: nextEmail });
  const change = linkIn(await mailTo(nextEmail, 'Verify your new e-mail address'));
  expect(await anonymously('/v1/email-changes/complete', { token: change })).toBe(200);

  const afterwards = await signedIn(username);
  const admin = await tokenOf(system, 'admin');
  const wish = { templateId: 'debian-12', hostname: 'orrery', reason };
  const made = await call<{ id: string }>(system, afterwards, 'POST', '/v1/instances', wish);
  await call(system, admin, 'POST', `/v1/instances/${made.id}/approve`, {});
  await mailTo(nextEmail, 'orrery is ready');
  await call(system, admin, 'POST', `/v1/accounts/${id}/disable`, { reason: disabledFor, instances: 'stop' });
  await mailTo(nextEmail, 'Your account is suspended');
  await call(system, admin, 'POST', `/v1/accounts/${id}/enable`, {});
  await mailTo(nextEmail, 'Your account is back');
  const again = await eventually('the person to be let in again', async () => {
    const token = await signedIn(username);
    const { status } = await fetch(`${system.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    return status === 200 ? token : undefined;
  });
  await call(system, again, 'POST', '/v1/me/export');
  await call(system, again, 'POST', '/v1/me/erasure', { confirmation: username });
  await mailTo(nextEmail, 'Your account is erased');
  await eventually('the end of the erasure', async () => {
    const account = await call<{ state: string; username: string }>(system, admin, 'GET', `/v1/accounts/${id}`);
    return account.state === 'erased' && account.username === 'erased person' ? true : undefined;
  });
};

/** Every file of the data folder, as it is on the disk. */
const files = (): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((name) => [path.relative(folder, name), readFileSync(name)]),
  );

/** As somebody could have written it: as it is, in a URL, in base64 (wherever it begins), in hexadecimal. */
const formsOf = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(offset === 0 ? 0 : offset + 1)
      .replace(/.{0,2}=*$/, ''),
  );
  return [text, encodeURIComponent(text), ...base64, bytes.toString('hex')];
};

const placesOf = (texts: readonly string[]): readonly string[] => {
  const contents = files();
  return texts.flatMap((text) =>
    formsOf(text).flatMap((form) =>
      Array.from(contents).flatMap(([name, content]) => (content.includes(form) ? [`${text} in ${name}`] : [])),
    ),
  );
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'netsoc-discretion-'));
  system = await startSystem(folder, await freePort());
  try {
    await live();
  } finally {
    await system.stop();
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('after a whole life of an account', () => {
  it('there is something to search', () => {
    expect([...files().keys()]).toEqual(
      expect.arrayContaining(['events.sqlite', 'server.log', 'lab/manifest.json', 'lab/mail.sqlite']),
    );
    expect(placesOf(['orrery'])).not.toEqual([]);
  });

  it('no password, token or private key stands in any file', () => {
    expect(secrets.length).toBeGreaterThan(10);
    expect(placesOf(secrets)).toEqual([]);
  });

  it('no name, address or word of theirs stands in any file', () => {
    expect(placesOf(Object.values(person))).toEqual([]);
  });

  it('not even with every key that is left', async () => {
    const store = await openEmbeddedStore({ file: path.join(folder, 'events.sqlite') });
    const keyVault = createKeyVault({ store, masterKey: decodeMasterKey(labSecretsOf(folder).masterKey) });
    const drop = (): void => undefined;
    const log = createEventLog({ store, keyVault, logger: { debug: drop, info: drop, warn: drop, error: drop } });
    const streams = new Set<string>();
    for await (const page of log.read()) for (const { streamId } of page) streams.add(streamId);
    const opened = await Promise.all(Array.from(streams, (streamId) => log.load(streamId)));
    const found = (words: readonly string[]): readonly string[] =>
      opened.flatMap(({ streamId, events }) =>
        events.flatMap(({ event }) =>
          words.flatMap((word) =>
            JSON.stringify(event).includes(word) ? [`${word} in ${streamId}, ${event.type}`] : [],
          ),
        ),
      );
    expect(found(['account-erased'])).toHaveLength(1);
    expect(found(['admin@lab.netsoc.invalid'])).not.toEqual([]);
    expect(found(Object.values(person))).toEqual([]);
    await store.close();
  });
});

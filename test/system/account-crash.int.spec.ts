import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEmbeddedStoreForReading } from '../../src/infrastructure/event-store/embedded/index.ts';
import { createIpaCaller } from '../../src/infrastructure/lab/freeipa/testing/ipa-caller.ts';
import { eventually, freePort, startSystem, type SpawnedSystem } from './spawned-system.ts';

/**
 * kill -9 of the real server after every event that a sign-up and a password reset store, while earlier people are still
 * about theirs. They try again, as people do; in the end each has one account and one mail about each thing.
 */
let dataDirectory = '';
let port = 0;
let system: SpawnedSystem;

const email = (username: string): string => `${username}@student.netsoc.invalid`;
const first = 'Correct-horse-1';
const second = 'Battery-staple-2';

/** Events in streams about somebody: their account, its processes, the mails. */
const eventsAbout = async (accountId: string): Promise<number> => {
  const store = openEmbeddedStoreForReading(path.join(dataDirectory, 'events.sqlite'));
  try {
    let count = 0;
    for await (const page of store.readAll())
      count += page.filter(({ streamId }) => streamId.includes(accountId)).length;
    return count;
  } finally {
    await store.close();
  }
};

type Answer = { status: number; code: string | undefined };

/** Undefined while nobody answers: the server is dead, or died of it. */
const post = async (resource: string, body: object): Promise<Answer | undefined> => {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${system.url}${resource}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { code } = (await response.json()) as { code?: string };
    return { status: response.status, code };
  } catch (error) {
    // What fetch and JSON throw comes from outside of the test's own world: only the name tells.
    if (['TypeError', 'SyntaxError'].includes((error as Error).name)) return undefined;
    throw error;
  }
};

/** Says the same again until the answer counts. */
const insist = (what: string, resource: string, body: object, settled: (answer: Answer) => boolean) =>
  eventually(
    what,
    async () => {
      const answer = await post(resource, body);
      if (answer === undefined || answer.status === 503 || answer.code === 'password-change-underway') return undefined;
      if (!settled(answer)) throw new Error(`${what}: ${JSON.stringify(answer)}`);
      return true;
    },
    300_000,
  );

const mailsTo = async (username: string): Promise<readonly { subject: string; links: string[] }[]> => {
  const query = new URLSearchParams({ to: email(username) }).toString();
  const reply = await fetch(`${system.manifest.mail.url}/api/messages?${query}`);
  return ((await reply.json()) as { messages: { subject: string; links: string[] }[] }).messages.toReversed();
};

const tokenFor = (username: string, subject: string): Promise<string> =>
  eventually(`a link for ${username}`, async () => {
    const mail = (await mailsTo(username)).find((one) => one.subject === subject);
    return mail?.links.flatMap((link) => link.split('#token=')[1] ?? [])[0];
  });

const ok = ({ status }: Answer): boolean => status < 300;
/** The link did its work before the server died. */
const okOrUsed = (answer: Answer): boolean => ok(answer) || answer.code === 'link-invalid';
/** Somebody holds the name: they themselves, a moment ago. */
const okOrTaken = (answer: Answer): boolean => ok(answer) || answer.code === 'username-taken';

const liveThrough = async (username: string): Promise<void> => {
  const wish = { email: email(username), username, termsVersion: '2026-11' };
  await insist('the sign-up', '/v1/sign-ups', wish, okOrTaken);
  const token = await tokenFor(username, 'Verify your e-mail address');
  await insist('the verification', '/v1/sign-ups/verify', { token, password: first }, okOrUsed);
  await insist('the wish for another password', '/v1/password-resets', { email: email(username) }, ok);
  const reset = await tokenFor(username, 'Choose a new password');
  await insist('the reset', '/v1/password-resets/complete', { token: reset, password: second }, okOrUsed);
};

/** Id of whoever signed up with this as their place in the log. */
const accounts = async (): Promise<readonly string[]> => {
  const store = openEmbeddedStoreForReading(path.join(dataDirectory, 'events.sqlite'));
  try {
    const ids: string[] = [];
    for await (const page of store.readAll({ streamPrefixes: ['account-'] })) {
      for (const { type, data } of page) if (type === 'sign-up-received.v1') ids.push(data['accountId'] as string);
    }
    return ids;
  } finally {
    await store.close();
  }
};

const start = async (): Promise<void> => {
  system = await startSystem(dataDirectory, port);
};

beforeAll(async () => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), 'netsoc-account-crash-'));
  port = await freePort();
  await start();
}, 180_000);

afterAll(async () => {
  await system.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

describe('a sign-up and a reset interrupted by kill -9', () => {
  it('end with one account and one mail about each thing, whatever the event after which the server dies', async () => {
    await liveThrough('undisturbed');
    const [undisturbed = ''] = await accounts();
    const points = await eventually('the last mail', async () =>
      (await mailsTo('undisturbed')).length === 4 ? eventsAbout(undisturbed) : undefined,
    );
    expect(points).toBeGreaterThan(40);

    const lives: Promise<unknown>[] = [];
    const usernames: string[] = [];
    for (let point = 1; point <= points; point += 1) {
      const username = `person-${String(point)}`;
      const before = new Set(await accounts());
      usernames.push(username);
      // What goes wrong is told at the end.
      lives.push(liveThrough(username).catch((error: unknown) => error));
      const accountId = await eventually('the sign-up', async () => (await accounts()).find((id) => !before.has(id)));
      await eventually(`event ${String(point)}`, async () =>
        (await eventsAbout(accountId)) >= point ? true : undefined,
      );
      await system.killServer();
      await start();
    }
    expect((await Promise.all(lives)).filter(Boolean)).toEqual([]);

    const { url, ca } = system.manifest.freeipa;
    const caller = createIpaCaller(url, ca);
    for (const username of usernames) {
      expect((await caller.logIn(username, second)).status).toBe(200);
      const subjects = await eventually(`the mails to ${username}`, async () => {
        const mails = await mailsTo(username);
        return mails.length >= 4 ? mails.map(({ subject }) => subject) : undefined;
      });
      // Whoever asked twice for a new password, because nobody answered, has two links; never two of anything else.
      expect(subjects.filter((subject) => subject !== 'Choose a new password').toSorted()).toEqual([
        'Verify your e-mail address',
        'Your account is ready',
        'Your password was changed',
      ]);
    }
    process.stderr.write(`crash points of a sign-up and a reset: ${String(points)}\n`);
  }, 900_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { changeOutcome, erasure, received, sessionList, sshKeyList } from './contract/accounts.ts';
import { history } from './contract/history.ts';
import { accepted } from './contract/instances.ts';
import { me } from './contract/people.ts';
import { createIpaCaller } from '../lab/freeipa/testing/ipa-caller.ts';
import { newSshKeyPair } from '../lab/proxmox/ssh-key-pair.ts';
import { emailOf, eventually, peopleOf, tokenIn } from './testing/people-of.ts';
import type { People } from './testing/people-of.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

const password = 'Correct-horse-1';
const another = 'Battery-staple-2';

describe('people’s own accounts', () => {
  let system: RunningSystem;
  let people: People;
  beforeAll(async () => {
    system = await startSystem({
      configure: (configuration) => ({
        ...configuration,
        // Long enough to think better of it in a test, short enough to wait for it in another.
        accounts: { ...configuration.accounts, erasure_grace_hours: 2 / 3600 },
      }),
    });
    people = peopleOf(system);
  });
  afterAll(() => system.stop());

  const canSignIn = async (username: string, withPassword: string): Promise<boolean> => {
    const { url, ca } = system.manifest.freeipa;
    return (await createIpaCaller(url, ca).logIn(username, withPassword)).status === 200;
  };
  const meOf = async (username: string) => (await system.ask(me, username, 'GET', '/v1/me')).body;
  const codeOf = async (call: ReturnType<RunningSystem['call']>) => {
    const { status, problem } = await call;
    return [status, problem.code];
  };
  /** With a session of its own, that began a minute ago. */
  const olderSession = async (username: string): Promise<string> => {
    const { accessToken } = await system.lab.mintToken({
      account: username,
      variant: 'valid',
      session: 'another',
      authenticatedSecondsAgo: 60,
    });
    return `Bearer ${accessToken}`;
  };

  describe('passwords', () => {
    const askForReset = (email: string) =>
      system.ask(received, undefined, 'POST', '/v1/password-resets', { body: { email } });
    const complete = (token: string, chosen: string) =>
      system.call(undefined, 'POST', '/v1/password-resets/complete', { body: { token, password: chosen } });

    it('are forgotten and chosen anew with one link, once; every session ends', async () => {
      await people.join('lise', password);
      const authorization = await olderSession('lise');
      expect((await system.call(undefined, 'GET', '/v1/me', { headers: { authorization } })).status).toBe(200);
      await askForReset(emailOf('lise').toUpperCase());
      const token = tokenIn(await people.mailTo(emailOf('lise'), 'Choose a new password'));
      expect(await codeOf(complete(token, 'short'))).toEqual([422, 'password-refused']);
      expect((await complete(token, another)).status).toBe(200);
      expect(await codeOf(complete(token, password))).toEqual([422, 'link-invalid']);
      expect([await canSignIn('lise', password), await canSignIn('lise', another)]).toEqual([false, true]);
      await people.mailTo(emailOf('lise'), 'Your password was changed');
      await eventually('the other session to be over', async () => {
        const [, code] = await codeOf(system.call(undefined, 'GET', '/v1/me', { headers: { authorization } }));
        return code === 'session-ended' ? true : undefined;
      });
    });

    it('are nobody’s to reset who has no account, and the answer does not tell', async () => {
      const known = await askForReset(emailOf('auditor'));
      const unknown = await askForReset('nobody@lab.netsoc.invalid');
      expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
      await people.mailTo(emailOf('auditor'), 'Choose a new password');
      expect(await people.mailsTo('nobody@lab.netsoc.invalid')).toEqual([]);
    });

    it('are changed by whoever knows the one before', async () => {
      await people.join('emmy', password);
      const change = (currentPassword: string, chosen: string) =>
        system.call('emmy', 'POST', '/v1/me/password', { body: { currentPassword, password: chosen } });
      expect(await codeOf(change('wrong', another))).toEqual([422, 'wrong-password']);
      expect(await codeOf(change(password, 'short'))).toEqual([422, 'password-refused']);
      expect((await change(password, another)).status).toBe(200);
      expect([await canSignIn('emmy', password), await canSignIn('emmy', another)]).toEqual([false, true]);
      // The session that asked goes on.
      expect((await meOf('emmy')).username).toBe('emmy');
    });
  });

  it('SSH keys are added and removed in FreeIPA, and shown', async () => {
    await people.join('hedy', password);
    const pair = newSshKeyPair('hedy@laptop');
    const add = (key: string) => system.call('hedy', 'POST', '/v1/me/ssh-keys', { body: { key } });
    const list = async () => (await system.ask(sshKeyList, 'hedy', 'GET', '/v1/me/ssh-keys')).body.items;
    const { body } = await system.ask(changeOutcome, 'hedy', 'POST', '/v1/me/ssh-keys', { body: { key: pair.public } });
    expect(body.outcome).toBe('made');
    const [key] = await list();
    expect(key).toMatchObject({ type: 'ssh-ed25519', comment: 'hedy@laptop' });
    expect(await codeOf(add(pair.public))).toEqual([409, 'ssh-key-exists']);
    expect(await codeOf(add(pair.private))).toEqual([422, 'ssh-key-private']);
    expect(await codeOf(add('ssh-ed25519 nothing'))).toEqual([422, 'ssh-key-malformed']);
    await people.mailTo(emailOf('hedy'), 'An SSH key was added');
    const fingerprint = encodeURIComponent(key?.fingerprint ?? '');
    expect((await system.call('hedy', 'DELETE', `/v1/me/ssh-keys?fingerprint=${fingerprint}`)).status).toBe(200);
    expect(await list()).toEqual([]);
    expect(await codeOf(system.call('hedy', 'DELETE', `/v1/me/ssh-keys?fingerprint=${fingerprint}`))).toEqual([
      404,
      'ssh-key-unknown',
    ]);
  });

  it('a name is changed at once', async () => {
    await people.join('mary', password);
    await system.ask(changeOutcome, 'mary', 'PATCH', '/v1/me', { body: { displayName: 'Mary Somerville' } });
    expect((await meOf('mary')).displayName).toBe('Mary Somerville');
  });

  it('an address is changed once the new one is shown to be theirs; both are told', async () => {
    await people.join('ellen', password);
    const next = 'ellen.swallow@lab.netsoc.invalid';
    await system.ask(changeOutcome, 'ellen', 'PATCH', '/v1/me', { body: { email: next } });
    const token = tokenIn(await people.mailTo(next, 'Verify your new e-mail address'));
    await eventually('the new address to be shown', async () =>
      (await meOf('ellen')).pendingEmail === next ? true : undefined,
    );
    expect((await meOf('ellen')).email).toBe(emailOf('ellen'));
    await system.ask(changeOutcome, undefined, 'POST', '/v1/email-changes/complete', { body: { token } });
    const { accessToken } = await system.lab.mintToken({ account: 'ellen', variant: 'valid' });
    const headers = { authorization: `Bearer ${accessToken}` };
    await eventually('the change to be seen', async () => {
      const { body } = await system.ask(me, undefined, 'GET', '/v1/me', { headers });
      return body.email === next && body.pendingEmail === null ? true : undefined;
    });
    await people.mailTo(emailOf('ellen'), 'Your e-mail address was changed');
  });

  it('a fourth address within an hour is refused, and the link of the third still works', async () => {
    await people.join('hertha', password);
    const addresses = ['one', 'two', 'three', 'four'].map((name) => `hertha.${name}@lab.netsoc.invalid`);
    const [, , third = '', fourth = ''] = addresses;
    const askFor = (email: string) => system.call('hertha', 'PATCH', '/v1/me', { body: { email } });
    for (const email of addresses.slice(0, 3)) expect((await askFor(email)).status).toBe(200);
    expect(await codeOf(askFor(fourth))).toEqual([409, 'links-enough']);
    const token = tokenIn(await people.mailTo(third, 'Verify your new e-mail address'));
    await eventually('the third address to be shown', async () =>
      (await meOf('hertha')).pendingEmail === third ? true : undefined,
    );
    const done = await system.call(undefined, 'POST', '/v1/email-changes/complete', { body: { token } });
    expect(done.status).toBe(200);
  });

  it('an address that somebody else has is refused to whoever shows it to be theirs, and told to nobody before', async () => {
    await people.join('rosa', password);
    const body = { email: emailOf('member') };
    expect((await system.call('rosa', 'PATCH', '/v1/me', { body })).status).toBeLessThan(300);
    const token = tokenIn(await people.mailTo(emailOf('member'), 'Verify your new e-mail address'));
    const refused = system.call(undefined, 'POST', '/v1/email-changes/complete', { body: { token } });
    expect(await codeOf(refused)).toEqual([409, 'profile-change-refused']);
    expect((await meOf('rosa')).email).toBe(emailOf('rosa'));
  });

  it('sessions are listed, and all but one are ended', async () => {
    await people.join('sofia', password);
    const authorization = await olderSession('sofia');
    await system.call(undefined, 'GET', '/v1/me', { headers: { authorization, 'user-agent': 'another browser' } });
    const { body } = await system.ask(sessionList, 'sofia', 'GET', '/v1/me/sessions');
    expect(body.items.map(({ current }) => current)).toEqual([true, false]);
    expect(body.items[1]).toMatchObject({ browser: 'another browser' });
    const ended = await system.ask(accepted, 'sofia', 'POST', '/v1/me/sessions/end-others');
    const headers = { authorization, 'if-consistent-with': ended.body.position };
    await eventually('the other session to be over', async () =>
      (await system.call(undefined, 'GET', '/v1/me', { headers })).status === 401 ? true : undefined,
    );
    expect((await meOf('sofia')).username).toBe('sofia');
  });

  it('an export has everything that is held, to the last thing that was stored', async () => {
    await people.join('alice', password);
    const body = { templateId: 'debian-12', hostname: 'wonderland', reason: 'A looking-glass' };
    await system.ask(accepted, 'alice', 'POST', '/v1/instances', { body });
    const reply = await system.ask(z.record(z.string(), z.unknown()), 'alice', 'POST', '/v1/me/export');
    expect(reply.headers.get('content-disposition')).toContain('netsoc-cloud-alice.json');
    const exported = reply.body;
    expect(exported['account']).toMatchObject({
      username: 'alice',
      email: emailOf('alice'),
      groups: expect.anything(),
    });
    const text = JSON.stringify(exported);
    for (const piece of [
      'wonderland',
      'A looking-glass',
      'sign-up-received',
      'instance-requested',
      'personal-data-exported',
    ]) {
      expect(text).toContain(piece);
    }
    expect(text).not.toContain('sealed:');
  });

  describe('erasure', () => {
    const ask = (username: string) =>
      system.ask(erasure, username, 'POST', '/v1/me/erasure', { body: { confirmation: username } });

    it('is asked for by typing the username, and can be thought better of', async () => {
      await people.join('dorothy', password);
      expect(
        await codeOf(system.call('dorothy', 'POST', '/v1/me/erasure', { body: { confirmation: 'dorothea' } })),
      ).toEqual([422, 'confirmation-differs']);
      const { body } = await ask('dorothy');
      await eventually('the date', async () =>
        (await meOf('dorothy')).erasureDueAt === body.dueAt ? true : undefined,
      );
      await system.ask(accepted, 'dorothy', 'POST', '/v1/me/erasure/withdraw');
      await people.mailTo(emailOf('dorothy'), 'Your account stays');
      await eventually('no date', async () => ((await meOf('dorothy')).erasureDueAt === null ? true : undefined));
    });

    it('takes everything, and leaves facts without a name', async () => {
      await people.join('ada', password);
      const { id: accountId } = await meOf('ada');
      const { body: made } = await system.ask(accepted, 'ada', 'POST', '/v1/instances', {
        body: { templateId: 'debian-12', hostname: 'engine', reason: 'For Babbage' },
      });
      await system.ask(accepted, 'admin', 'POST', `/v1/instances/${made.id}/approve`);
      const instance = async (account: string) =>
        JSON.parse((await system.call(account, 'GET', `/v1/instances/${made.id}`)).text) as { state: string };
      await eventually('the instance to run', async () =>
        (await instance('ada')).state === 'running' ? true : undefined,
      );
      await ask('ada');
      await people.mailTo(emailOf('ada'), 'Your account is erased');
      await eventually('the end', async () => {
        const { body } = await system.ask(
          z.object({ state: z.string(), username: z.string() }),
          'admin',
          'GET',
          `/v1/accounts/${accountId}`,
        );
        return body.state === 'erased' && body.username === 'erased person' ? true : undefined;
      });
      expect((await instance('admin')).state).toBe('deleted');
      const { body } = await system.ask(history, 'admin', 'GET', `/v1/accounts/${accountId}/history`);
      expect(body.items.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['sign-up-received', 'account-erased']),
      );
      expect(JSON.stringify(body)).not.toMatch(/"ada"|ada@/);
      expect(await canSignIn('ada', password)).toBe(false);
      // The token of a moment ago opens nothing.
      expect((await system.call('ada', 'GET', '/v1/me')).status).toBe(403);
    });
  });
});

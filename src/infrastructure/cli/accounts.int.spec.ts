import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { account, accountList, received } from '../http/contract/accounts.ts';
import { history } from '../http/contract/history.ts';
import { accepted } from '../http/contract/instances.ts';
import { me } from '../http/contract/people.ts';
import { startSystem } from '../http/testing/running-system.ts';
import type { RunningSystem } from '../http/testing/running-system.ts';
import { runNetsoc as cli } from './testing/run-netsoc.ts';

const shownAccount = account.extend({ history: history.shape.items });

describe('netsoc accounts', () => {
  let system: RunningSystem;
  let memberId: string;
  beforeAll(async () => {
    system = await startSystem();
    memberId = (await system.ask(me, 'member', 'GET', '/v1/me')).body.id;
    await signUp('grace');
  });
  afterAll(() => system.stop());

  const accounts = (...argv: string[]) => cli(['--data', system.dataFolder, 'accounts', ...argv]);
  const listed = async (...argv: string[]) => {
    const { items, total } = accountList.parse(JSON.parse((await accounts('list', '--json', ...argv)).out));
    return { usernames: items.map(({ username }) => username), total };
  };
  const shown = async (named: string) => shownAccount.parse(JSON.parse((await accounts('show', named, '--json')).out));
  const mailsTo = async (username: string, ...argv: string[]) => {
    const to = `${username}@student.netsoc.invalid`;
    const { out } = await cli(['--data', system.dataFolder, 'lab', 'inbox', '--to', to, '--json', ...argv]);
    return z
      .object({ messages: z.array(z.object({ id: z.string(), links: z.array(z.string()) })) })
      .parse(JSON.parse(out)).messages;
  };
  const signUp = async (username: string): Promise<void> => {
    const config = z.object({ signUp: z.object({ termsVersion: z.string() }) });
    const { body } = await system.ask(config, undefined, 'GET', '/v1/portal-config');
    await system.ask(received, undefined, 'POST', '/v1/sign-ups', {
      body: {
        email: `${username}@student.netsoc.invalid`,
        username,
        displayName: 'Grace Hopper',
        termsVersion: body.signUp.termsVersion,
      },
    });
    await mailsTo(username, '--wait', '20');
  };

  it('lists who has an account, and finds some of them', async () => {
    expect(await listed()).toEqual({ usernames: ['grace', 'member'], total: 2 });
    expect(await listed('--state', 'waiting')).toEqual({ usernames: ['grace'], total: 1 });
    expect(await listed('--search', 'HOPPER')).toEqual({ usernames: ['grace'], total: 1 });
    expect(await listed('--search', 'member@', '--state', 'disabled')).toEqual({ usernames: [], total: 0 });
    const { status, out, err } = await accounts('list');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^USERNAME +STATE +E-MAIL +NAME +INSTANCES +SINCE +ID\n/);
    expect(out).toMatch(/\nmember +active +member@lab\.netsoc\.invalid +Mary Member +0 +20/);
  });

  it('shows an account by username or id, with what happened to it', async () => {
    const grace = await shown('grace');
    expect(grace).toMatchObject({ username: 'grace', state: 'waiting', displayName: 'Grace Hopper' });
    expect(grace.history.map(({ type }) => type)).toContain('sign-up-received');
    expect(await shown(grace.id)).toMatchObject({ id: grace.id, username: 'grace' });
    const { out } = await accounts('show', 'grace');
    expect(out).toMatch(/^Username: +grace\nState: +waiting\nE-mail: +grace@student\.netsoc\.invalid\n/);
    expect(out).toMatch(/account grace +Signed up, accepting the terms/);
  });

  it('keeps somebody out with a reason, and lets them in again', async () => {
    const disabled = await accounts('disable', 'member', '--reason', 'Mining again', '--instances', 'stay');
    expect(disabled).toEqual({
      status: 0,
      out: 'member is disabled. Their instances go on running.\n',
      err: '',
    });
    expect(await listed('--state', 'disabled')).toEqual({ usernames: ['member'], total: 1 });
    expect((await accounts('show', 'member')).out).toMatch(/State: +disabled\nReason: +Mining again\n/);
    const fact = (await shown('member')).history.find(({ type }) => type === 'account-disabled');
    expect(fact).toMatchObject({ actor: { type: 'cli' }, details: { instances: 'stay', reason: 'Mining again' } });
    expect((await system.call('member', 'GET', '/v1/me')).problem.code).toBe('account-disabled');

    expect(await accounts('disable', memberId, '--reason', 'Once more')).toEqual({
      status: 4,
      out: '',
      err: 'The account is disabled already. (account-disabled)\n',
    });

    const enabled = await accounts('enable', memberId, '--json');
    expect(enabled.status).toBe(0);
    expect(accepted.parse(JSON.parse(enabled.out))).toMatchObject({ id: memberId });
    expect(await listed('--state', 'disabled')).toEqual({ usernames: [], total: 0 });
    expect((await accounts('enable', 'member')).err).toBe('The account is not disabled. (account-not-disabled)\n');
  });

  it('stops the instances of whoever is disabled, unless they may stay', async () => {
    const { out } = await accounts('disable', 'member', '--reason', 'A break');
    expect(out).toBe('member is disabled. Their instances are stopped.\n');
    const facts = (await shown('member')).history.filter(({ type }) => type === 'account-disabled');
    expect(facts.at(-1)).toMatchObject({ details: { instances: 'stop' } });
    expect((await accounts('enable', 'member')).status).toBe(0);
  });

  it('has the link of a waiting sign-up sent once more', async () => {
    const [first] = await mailsTo('grace');
    expect(await accounts('resend-verification', 'grace')).toEqual({
      status: 0,
      out: 'A new link is on its way, unless three are already.\n',
      err: '',
    });
    const [again] = await mailsTo('grace', '--after', first?.id ?? '', '--wait', '20');
    expect(again?.links[0]).toContain('/verify#token=');
    expect(again?.links).not.toEqual(first?.links);
    expect(await accounts('resend-verification', 'member', '--json')).toMatchObject({
      status: 4,
      err: expect.stringContaining('No sign-up waits for its e-mail address to be verified. (sign-up-not-waiting)'),
    });
  });

  it('ends with 4 for an account that is not there', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await accounts('show', unknown)).toEqual({
      status: 4,
      out: '',
      err: 'There is no such account. (not-found)\n',
    });
    expect(await accounts('disable', 'nobody', '--reason', 'x')).toMatchObject({
      status: 4,
      err: 'There is no account nobody.\n',
    });
  });

  it.each([[['list', '--state', 'gone']], [['disable', 'member']], [['disable', '--reason', 'x']], [['show']], [[]]])(
    'ends with 2 for wrong usage: %j',
    async (argv) => {
      expect((await accounts(...argv)).status).toBe(2);
    },
  );

  it('ends with 3 where nothing runs', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'netsoc-cli-'));
    expect(await cli(['--data', empty, 'accounts', 'enable', 'member'])).toMatchObject({
      status: 3,
      err: expect.stringContaining('npm start'),
    });
    rmSync(empty, { recursive: true });
  });
});

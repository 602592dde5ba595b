import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountList, usernameAnswer } from './contract/accounts.ts';
import { me } from './contract/people.ts';
import { emailOf, peopleOf, tokenIn } from './testing/people-of.ts';
import type { People } from './testing/people-of.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

const password = 'Correct-horse-1';

describe('signing up', () => {
  let system: RunningSystem;
  let people: People;
  beforeAll(async () => {
    system = await startSystem();
    people = peopleOf(system);
  });
  afterAll(() => system.stop());

  const post = (path: string, body: object) => system.call(undefined, 'POST', path, { body });
  const askFor = (wish: object) =>
    post('/v1/sign-ups', { email: 'x@lab.netsoc.invalid', username: 'xavier', termsVersion: '2026-11', ...wish });
  const firstLinkOf = async (username: string) =>
    tokenIn(await people.mailTo(emailOf(username), 'Verify your e-mail address'));

  it('makes a member with the chosen password, in a mail and two requests', async () => {
    await people.join('grace', password);
    const { body } = await system.ask(me, 'grace', 'GET', '/v1/me');
    expect(body).toMatchObject({ username: 'grace', email: emailOf('grace'), roles: ['member'] });
    expect(body.groups).toContain('members');
    await people.mailTo(emailOf('grace'), 'Your account is ready');
    expect(await people.mailsTo(emailOf('grace'))).toHaveLength(2);
  });

  it.each([
    [{ email: 'x@example.org' }, 'email-not-allowed'],
    [{ email: 'x' }, 'email-malformed'],
    [{ username: 'a_b' }, 'username-malformed'],
    [{ username: 'root' }, 'username-reserved'],
    [{ username: 'member' }, 'username-taken'],
    [{ username: 'admins' }, 'username-taken'],
    [{ termsVersion: '2020-01' }, 'terms-changed'],
  ])('is refused with a reason for %j', async (wish, code) => {
    const { status, problem } = await askFor(wish);
    expect(problem.code).toBe(code);
    expect([409, 422]).toContain(status);
  });

  it('says of names whether they are free, and why not', async () => {
    const answerTo = async (name: string) =>
      (await system.ask(usernameAnswer, undefined, 'GET', `/v1/usernames/${name}`)).body;
    expect(await answerTo('hopper')).toEqual({ available: true, code: null, reason: null });
    expect(await answerTo('member')).toMatchObject({ available: false, code: 'username-taken' });
    expect(await answerTo('admins')).toMatchObject({ available: false, code: 'username-taken' });
    expect(await answerTo('root')).toMatchObject({ available: false, code: 'username-reserved' });
    expect(await answerTo('A_B')).toMatchObject({ available: false, code: 'username-malformed' });
  });

  it('takes the words of FreeIPA’s password policy to the person, and the same link goes on', async () => {
    await people.askForAccount('ida');
    const token = await firstLinkOf('ida');
    const refused = await post('/v1/sign-ups/verify', { token, password: 'short' });
    expect({ status: refused.status, ...refused.problem }).toMatchObject({
      status: 422,
      code: 'password-refused',
      detail: 'Password is too short',
    });
    expect((await post('/v1/sign-ups/verify', { token, password })).status).toBe(200);
    const again = await post('/v1/sign-ups/verify', { token, password: 'Another-one-2' });
    expect({ status: again.status, code: again.problem.code }).toEqual({ status: 422, code: 'link-invalid' });
    // A guess at the revision would tell whether there is such an account, and how much has happened to it.
    const guess = { body: { token, password }, headers: { 'If-Match': '"999"' } };
    const guessed = await system.call(undefined, 'POST', '/v1/sign-ups/verify', guess);
    expect({ status: guessed.status, code: guessed.problem.code }).toEqual({ status: 422, code: 'link-invalid' });
  });

  it('answers alike when the address has an account, and writes to its owner', async () => {
    const stranger = await askFor({ email: emailOf('member'), username: 'mallory' });
    const anybody = await askFor({ email: 'somebody@lab.netsoc.invalid', username: 'somebody' });
    expect([stranger.status, stranger.text]).toEqual([anybody.status, anybody.text]);
    const mail = await people.mailTo(emailOf('member'), 'You have an account already');
    expect(mail.links.join()).not.toContain('#token=');
    // Told once: nobody fills the owner's mailbox.
    await askFor({ email: emailOf('member'), username: 'malcolm' });
    await people.askForAccount('later');
    await firstLinkOf('later');
    expect(await people.mailsTo(emailOf('member'))).toHaveLength(1);
    // Nor does the name tell: it is held as long as that of any sign-up that nobody verifies.
    for (const name of ['mallory', 'somebody']) {
      const { body } = await system.ask(usernameAnswer, undefined, 'GET', `/v1/usernames/${name}`);
      expect(body.available).toBe(false);
    }
  });

  it('sends another link to whoever asks twice, and keeps the first name', async () => {
    await people.askForAccount('joan');
    const first = await firstLinkOf('joan');
    await people.askForAccount('joan', { username: 'joanna' });
    const second = tokenIn(await people.mailTo(emailOf('joan'), 'Verify your e-mail address', 2));
    expect(second).not.toBe(first);
    const { text } = await post('/v1/sign-ups/verify', { token: first, password });
    expect(JSON.parse(text)).toEqual({ username: 'joan' });
    expect((await post('/v1/sign-ups/verify', { token: second, password })).problem.code).toBe('link-invalid');
  });

  it('sends a link again to whoever asks, and to nobody else; the answer is the same', async () => {
    await people.askForAccount('hypatia');
    const first = await firstLinkOf('hypatia');
    const resend = (email: string) => post('/v1/sign-ups/resend', { email });
    const known = await resend(emailOf('hypatia'));
    const unknown = await resend('nobody@lab.netsoc.invalid');
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    const second = tokenIn(await people.mailTo(emailOf('hypatia'), 'Verify your e-mail address', 2));
    expect(second).not.toBe(first);
    expect((await post('/v1/sign-ups/verify', { token: second, password })).status).toBe(200);
    expect(await people.mailsTo('nobody@lab.netsoc.invalid')).toEqual([]);
  });

  it('sends a link again for an admin, at most a few in an hour', async () => {
    await people.askForAccount('kay');
    await firstLinkOf('kay');
    const { body } = await system.ask(accountList, 'admin', 'GET', '/v1/accounts?search=kay');
    const [account] = body.items;
    expect(account).toMatchObject({
      username: 'kay',
      state: 'waiting',
      acts: { resendVerification: { allowed: true } },
    });
    const resend = () => system.call('admin', 'POST', `/v1/accounts/${account?.id ?? ''}/resend-verification`);
    expect((await resend()).status).toBe(202);
    await people.mailTo(emailOf('kay'), 'Verify your e-mail address', 2);
    expect((await resend()).status).toBe(202);
    const { status, problem } = await resend();
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'links-enough' });
  });

  it('gives a name to one of fifty who ask at once, and FreeIPA holds one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        askFor({ email: `racer${String(index)}@lab.netsoc.invalid`, username: 'winner' }),
      ),
    );
    const won = answers.filter(({ status }) => status === 202);
    const lost = answers.filter(({ status, problem }) => status === 409 && problem.code === 'username-taken');
    expect([won.length, lost.length]).toEqual([1, 49]);
    const to = `racer${String(answers.findIndex(({ status }) => status === 202))}@lab.netsoc.invalid`;
    const token = tokenIn(await people.mailTo(to, 'Verify your e-mail address'));
    const { text } = await post('/v1/sign-ups/verify', { token, password });
    expect(JSON.parse(text)).toEqual({ username: 'winner' });
    const { body } = await system.ask(me, 'winner', 'GET', '/v1/me');
    expect(body.email).toBe(to);
    const others = answers
      .map((_, index) => `racer${String(index)}@lab.netsoc.invalid`)
      .filter((email) => email !== to);
    const mails = await Promise.all(others.map((email) => people.mailsTo(email)));
    expect(mails.flat()).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Letter } from '../ports/mailer.ts';
import {
  accountDisabledLetter,
  accountEnabledLetter,
  alreadyRegisteredLetter,
  confirmEmailLetter,
  emailChangedLetter,
  erasureRequestedLetter,
  erasureWithdrawnLetter,
  passwordChangedLetter,
  resetPasswordLetter,
  sshKeyAddedLetter,
  verifyEmailLetter,
  welcomeLetter,
} from './account-letters.ts';
import { erasedLetter } from './erased-letter.ts';
import { wordsOf } from './testing/words-of.ts';

const portalUrl = 'https://cloud.example.org';
const about = { portalUrl, username: 'ada' };
const secret = 's'.repeat(43);
const withLink = { ...about, accountId: '8f7b2c1e-1111-4222-8333-444455556666', secret };
const token = `${withLink.accountId}.${secret}`;

const linkLetters: readonly (readonly [string, Letter, string])[] = [
  ['verify-email', verifyEmailLetter(withLink), '/verify'],
  ['reset-password', resetPasswordLetter(withLink), '/reset'],
  ['confirm-email', confirmEmailLetter(withLink), '/email'],
];

const plainLetters: readonly (readonly [string, Letter, string])[] = [
  ['already-registered', alreadyRegisteredLetter(about), 'signed up with this e-mail address'],
  ['welcome', welcomeLetter(about), 'Your account is ready, ada'],
  ['password-changed', passwordChangedLetter(about), 'The password of the account ada was changed'],
  ['email-changed', emailChangedLetter(about), 'The account ada uses another e-mail address from now on'],
  [
    'ssh-key-added',
    sshKeyAddedLetter({ ...about, fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' }),
    'Fingerprint: SHA256:abc',
  ],
  [
    'account-disabled',
    accountDisabledLetter({ ...about, reason: 'mined coins', instancesStop: true }),
    'An admin has suspended the account ada',
  ],
  ['account-enabled', accountEnabledLetter(about), 'The account ada can be used again'],
  [
    'erasure-requested',
    erasureRequestedLetter({ ...about, dueAt: '2026-05-11T12:00:00.000Z' }),
    'the account ada will be erased',
  ],
  ['erasure-withdrawn', erasureWithdrawnLetter(about), 'The account ada will not be erased'],
  ['erased', erasedLetter(), 'your account, your instances and everything on them are deleted'],
];

describe('a letter about an account', () => {
  it.each(plainLetters)('says what happened: %s', (_, letter, words) => {
    expect(wordsOf(letter)).toContain(words);
  });

  it.each(plainLetters)('opens nothing by itself: %s', (_, { action }) => {
    expect(action?.url ?? portalUrl).toMatch(/^https:\/\/cloud\.example\.org(\/[a-z-]+)*$/);
  });

  it.each([...linkLetters, ...plainLetters])('is in sentences, under a subject of one short line: %s', (_, letter) => {
    const { subject, heading, paragraphs, notes = [] } = letter;
    for (const line of [subject, heading]) expect(line).toMatch(/^[A-Z][^\n]{5,59}$/);
    expect(paragraphs.length).toBeGreaterThan(0);
    for (const sentence of [...paragraphs, ...notes]) expect(sentence).toMatch(/^[A-Z][^\n]+\.$/);
  });
});

describe('a letter with a single-use link', () => {
  it.each(linkLetters)('holds its secret in the link, and nowhere else: %s', (_, letter, page) => {
    expect(letter.action?.url).toBe(`${portalUrl}${page}#token=${token}`);
    expect(JSON.stringify(letter).split(secret)).toHaveLength(2);
  });

  it.each(linkLetters)('sends the secret to no server on the way: %s', (_, letter) => {
    const url = new URL(letter.action?.url ?? '');
    expect(url.hash).toBe(`#token=${token}`);
    expect(url.href.replace(url.hash, '')).not.toContain(secret);
  });

  it.each(linkLetters)('says how long it works, and what to do for whoever did not ask: %s', (_, { notes }) => {
    expect(notes).toEqual([
      'The link works once, within an hour.',
      expect.stringMatching(/^If (you did not ask for this|it was not you), /),
    ]);
  });
});

describe('letters about an account', () => {
  it('name it by its username', () => {
    expect(wordsOf(verifyEmailLetter(withLink))).toContain('Welcome, ada');
    expect(wordsOf(resetPasswordLetter(withLink))).toContain('for the account ada');
    expect(wordsOf(confirmEmailLetter(withLink))).toContain('The account ada');
  });

  it('tell somebody who is suspended why, in the words of the admin, and what becomes of their instances', () => {
    const stopped = accountDisabledLetter({ ...about, reason: 'mined coins', instancesStop: true });
    const stay = accountDisabledLetter({ ...about, reason: 'mined coins', instancesStop: false });
    expect(stopped.quote).toBe('mined coins');
    expect(wordsOf(stopped)).toContain('Your instances are stopped. Nothing on them is deleted.');
    expect(wordsOf(stay)).toContain('Your instances go on running.');
  });

  it('lead nobody who is suspended, or erased, to pages that they cannot open', () => {
    expect(accountDisabledLetter({ ...about, reason: 'x', instancesStop: true }).action).toBeUndefined();
    expect(erasedLetter().action).toBeUndefined();
  });

  it.each([
    ['2026-01-01T00:00:00.000Z', '1 January 2026, 00:00 UTC'],
    ['2026-02-28T23:59:59.999Z', '28 February 2026, 23:59 UTC'],
    ['2026-03-02T09:05:00.000Z', '2 March 2026, 09:05 UTC'],
    ['2026-04-30T10:00:00.000Z', '30 April 2026, 10:00 UTC'],
    ['2026-05-31T10:00:00.000Z', '31 May 2026, 10:00 UTC'],
    ['2026-06-10T10:00:00.000Z', '10 June 2026, 10:00 UTC'],
    ['2026-07-10T10:00:00.000Z', '10 July 2026, 10:00 UTC'],
    ['2026-08-10T10:00:00.000Z', '10 August 2026, 10:00 UTC'],
    ['2026-09-10T10:00:00.000Z', '10 September 2026, 10:00 UTC'],
    ['2026-10-10T10:00:00.000Z', '10 October 2026, 10:00 UTC'],
    ['2026-11-24T23:15:00.000Z', '24 November 2026, 23:15 UTC'],
    ['2026-12-31T23:59:00.000Z', '31 December 2026, 23:59 UTC'],
  ])('say when an erasure begins as people say it: %s', (dueAt, words) => {
    expect(erasureRequestedLetter({ ...about, dueAt }).facts).toEqual([{ label: 'It begins', value: words }]);
  });
});

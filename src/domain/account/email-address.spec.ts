import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.ts';
import { emailAddressOf, insistOnAllowedEmail, sameEmail } from './email-address.ts';

const refusalOf = (check: () => unknown): string | undefined => {
  try {
    check();
  } catch (error) {
    // Refusals are what is looked at here.
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return undefined;
};

describe('an e-mail address', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  ada@example.org\n', 'ada@example.org'],
    ['Ada.L+netsoc@Mail.Example.ORG', 'Ada.L+netsoc@mail.example.org'],
    ['!#$%&*/=?^_{|}~-@xn--4ca.example', '!#$%&*/=?^_{|}~-@xn--4ca.example'],
  ])('%j is kept as %s', (text, kept) => {
    expect(emailAddressOf(text)).toBe(kept);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.org',
    'ada@localhost',
    'ada@example.o',
    'ada@example..org',
    'ada@-example.org',
    'ada@example-.org',
    'ada@exa_mple.org',
    'ada@example.org.',
    'ada@[192.0.2.1]',
    'ada@192.0.2.1',
    'ada@grace@example.org',
    'ada lovelace@example.org',
    '"ada"@example.org',
    'Ada <ada@example.org>',
    'ada@example.org, eve@example.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada\u0000@example.org',
    'ada\u001b[2J@example.org',
    'ada\u200b@example.org',
    '\u202eada@example.org',
    'ada@ä.org',
    `${'a'.repeat(243)}@example.org`,
  ])('is not %j', (text) => {
    expect(refusalOf(() => emailAddressOf(text))).toBe('email-malformed');
  });

  it('has at most 254 characters', () => {
    const longest = `${'a'.repeat(242)}@example.org`;
    expect(emailAddressOf(longest)).toBe(longest);
  });

  it('is kept the same when it is read again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        // Some addresses that the standard knows have marks that we refuse.
        fc.pre(refusalOf(() => emailAddressOf(text)) === undefined);
        expect(emailAddressOf(emailAddressOf(text))).toBe(emailAddressOf(text));
      }),
    );
  });

  it('has one @ and nothing that ends a line, hides or opens a quotation, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, behind) => {
        const text = `a${before}a@example.org${behind}`;
        if (refusalOf(() => emailAddressOf(text)) !== undefined) return;
        expect(emailAddressOf(text)).toMatch(/^[^\s@<>"'`\\,;:()[\]\p{Cc}\p{Cf}]+@[a-z0-9.-]+$/u);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['a long local part', `${'a'.repeat(1_000_000)}@`],
    ['many labels', `a@${'a.'.repeat(126)}!`],
    ['many hyphens', `a@${'a-'.repeat(126)}!`],
    ['much space', `${' '.repeat(500_000)}a@${' '.repeat(500_000)}`],
  ])('takes no time to refuse: %s', (_, text) => {
    const started = performance.now();
    expect(refusalOf(() => emailAddressOf(text))).toBe('email-malformed');
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('two e-mail addresses', () => {
  it('are the same mailbox whatever their case', () => {
    expect(sameEmail('Ada@Example.org', 'aDA@example.ORG')).toBe(true);
    expect(sameEmail('ada@example.org', 'ada@example.com')).toBe(false);
    expect(sameEmail('ada@example.org', 'ad@example.org')).toBe(false);
  });
});

describe('an address of a kind that may not sign up', () => {
  it('is refused', () => {
    const isAllowed = (email: string): boolean => email.endsWith('@example.org');
    expect(refusalOf(() => insistOnAllowedEmail('ada@example.org', isAllowed))).toBeUndefined();
    expect(refusalOf(() => insistOnAllowedEmail('ada@example.com', isAllowed))).toBe('email-not-allowed');
  });
});

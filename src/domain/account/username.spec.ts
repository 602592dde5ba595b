import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultDomainOf } from '../instance/hostname.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { usernameOf } from './username.ts';

const reserved = new Set(['root', 'admin']);
const usernames = fc.stringMatching(/^[a-z][a-z0-9]{0,4}[a-z0-9-]{0,10}[a-z0-9]$/);

const codeOf = (text: string): string => {
  try {
    usernameOf(text, reserved);
  } catch (error) {
    // Refusals are what is looked at here.
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('a username', () => {
  it.each(['ada', 'a1b', 'ada-lovelace', 'a-b-c', 'abcdefghijklmnop', 'ada--b'])('can be %j', (text) => {
    expect(usernameOf(text, reserved)).toBe(text);
  });

  it.each([
    ['too short', 'ab'],
    ['nothing', ''],
    ['too long', 'abcdefghijklmnopq'],
    ['begun with a digit', '1ada'],
    ['begun with a hyphen', '-ada'],
    ['ended with a hyphen', 'ada-'],
    ['with capital letters', 'Ada'],
    ['with an underscore, which no domain can hold', 'a_da'],
    ['with a dot', 'a.da'],
    ['with a space', 'a da'],
    ['with a line break behind it', 'ada\n'],
    ['with letters of other alphabets', 'adä'],
    ['with letters that look alike', 'аda'],
    ['like the encoding of another domain', 'xn--ada'],
  ])('is not %s', (_, text) => {
    expect(codeOf(text)).toBe('username-malformed');
  });

  it.each([...reserved])('is not one that the system itself uses: %s', (text) => {
    expect(codeOf(text)).toBe('username-reserved');
  });

  it('is one part of a domain, whatever is sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), usernames), (text) => {
        const wellFormed = /^[a-z](?!.--)[a-z0-9-]{1,14}[a-z0-9]$/.test(text);
        if (codeOf(text) === 'accepted') expect(text).toMatch(/^[a-z][a-z0-9-]{1,14}[a-z0-9]$/);
        else if (wellFormed) expect(reserved).toContain(text);
      }),
    );
  });

  it('leaves room for hostname and kind in the default domain of every instance', () => {
    fc.assert(
      fc.property(usernames, (text) => {
        fc.pre(codeOf(text) === 'accepted');
        const domain = defaultDomainOf({ hostname: 'h'.repeat(24), username: text, kind: 'lxc', base: 'x' });
        expect(domain.indexOf('.')).toBeLessThanOrEqual(63);
      }),
    );
  });
});

import { DomainError } from '../kernel/domain-error.ts';

const shortest = 3;
/** Leaves room for hostname and kind in the first label of a default domain (RFC 1035 section 2.3.4: 63 octets). */
const longest = 16;

/** A DNS label that begins with a letter, as Unix and FreeIPA want it too. No underscore: a domain could not hold it. */
const pattern = /^[a-z](?:[a-z0-9-]*[a-z0-9])$/;

/** Third and fourth place: names like `xn--…` mean something else in DNS (RFC 5891 section 4.2.3.1). */
const reservedHyphens = /^..--/;

/**
 * The username itself when it is one: 3 to 16 lower-case letters, digits and inner hyphens, the first a letter.
 * @throws DomainError `username-malformed`, `username-reserved` (invalid)
 */
export const usernameOf = (text: string, reserved: ReadonlySet<string>): string => {
  if (text.length < shortest || text.length > longest || !pattern.test(text) || reservedHyphens.test(text)) {
    throw new DomainError(
      'invalid',
      'username-malformed',
      `A username has ${String(shortest)} to ${String(longest)} lower-case letters, digits and inner hyphens, and begins with a letter.`,
    );
  }
  if (reserved.has(text)) {
    throw new DomainError('invalid', 'username-reserved', 'This username is kept for the system itself.');
  }
  return text;
};

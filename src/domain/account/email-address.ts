import { DomainError } from '../kernel/domain-error.ts';

const longest = 254;

/** One @, something before it, a domain with a dot behind it, nothing that a header or a shell could read differently. */
const pattern = /^[^\s@<>()[\]\\,;:"'`]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

/** Control characters, and those that nobody sees: two addresses that look alike must be alike. */
const unseen = /[\p{Cc}\p{Cf}]/u;

/**
 * An address as it is kept: without space around it, the domain in lower case. Who may use it is for the allow-list to say.
 * @throws DomainError `email-malformed` (invalid)
 */
export const emailAddressOf = (text: string): string => {
  const trimmed = text.toWellFormed().trim();
  if (trimmed.length > longest || !pattern.test(trimmed) || unseen.test(trimmed)) {
    throw new DomainError('invalid', 'email-malformed', 'This is not an e-mail address.');
  }
  const at = trimmed.lastIndexOf('@');
  return `${trimmed.slice(0, at)}@${trimmed.slice(at + 1).toLowerCase()}`;
};

/** Addresses that mean the same mailbox, as far as anybody can tell: upper and lower case are one. */
export const sameEmail = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/**
 * Insists that an address is one of those that may sign up.
 * @param isAllowed what the installation's patterns say of an address
 * @throws DomainError `email-not-allowed` (invalid)
 */
export const insistOnAllowedEmail = (email: string, isAllowed: (email: string) => boolean): void => {
  if (isAllowed(email)) return;
  throw new DomainError(
    'invalid',
    'email-not-allowed',
    'Nobody can sign up with an address of this kind; use the one of your university or society.',
  );
};

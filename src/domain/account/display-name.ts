import { DomainError } from '../kernel/domain-error.ts';

const longest = 64;

/**
 * What a person wants to be called: one line of 1 to 64 characters.
 * @throws DomainError `display-name-malformed` (invalid)
 */
export const displayNameOf = (text: string): string => {
  const name = text.toWellFormed().trim().replaceAll(/\s+/g, ' ');
  if (name.length === 0 || name.length > longest || /[\p{Cc}\p{Cf}<>]/u.test(name)) {
    throw new DomainError(
      'invalid',
      'display-name-malformed',
      `A name has 1 to ${String(longest)} characters in one line.`,
    );
  }
  return name;
};

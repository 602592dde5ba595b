import { DomainError } from '../kernel/domain-error.ts';

const longest = 64;

/** Between letters, joiners and non-joiners are part of how names are written: in Persian, in Hindi. */
const joiners = /(?<=[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])/gu;

/** Control characters, those that nobody sees, and what would look like markup. */
const unseen = /[\p{Cc}\p{Cf}<>]/u;

/**
 * What a person wants to be called: one line of 1 to 64 characters.
 * @throws DomainError `display-name-malformed` (invalid)
 */
export const displayNameOf = (text: string): string => {
  const name = text.toWellFormed().trim().replaceAll(/\s+/g, ' ');
  if (name.length === 0 || name.length > longest || unseen.test(name.replaceAll(joiners, ''))) {
    throw new DomainError(
      'invalid',
      'display-name-malformed',
      `A name has 1 to ${String(longest)} characters in one line.`,
    );
  }
  return name;
};

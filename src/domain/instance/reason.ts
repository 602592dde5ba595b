import { DomainError } from '../kernel/domain-error.ts';

const longestReason = 280;

/**
 * What a person wrote to explain a wish or a refusal: one trimmed text of 1 to 280 characters.
 * @throws DomainError `reason-malformed` (invalid)
 */
export const reasonOf = (text: string): string => {
  // Halves of surrogate pairs have no bytes, so they could neither be stored nor hashed.
  const reason = text.toWellFormed().trim();
  if (reason.length === 0 || reason.length > longestReason) {
    throw new DomainError('invalid', 'reason-malformed', `A reason has 1 to ${String(longestReason)} characters.`, {
      length: reason.length,
    });
  }
  return reason;
};

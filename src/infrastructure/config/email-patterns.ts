import { RE2JS } from 're2js';

/**
 * Patterns of operators as one question. RE2 takes time in proportion to the address, whatever the pattern: nobody can keep the
 * server busy with an address that nearly fits.
 * @param patterns regular expressions in RE2's syntax; an address must fit one as a whole, whatever its case
 * @throws Error for what is no such expression
 */
export const emailMatcher = (patterns: readonly string[]): ((email: string) => boolean) => {
  const compiled = patterns.map((pattern) => RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE));
  return (email) => compiled.some((pattern) => pattern.matches(email));
};

import { validate, type SchemaPathTree } from '@angular/forms/signals';
import type { Problem } from '../api/problem';
import { atMost } from '../design/at-most';
import { faultless } from '../design/faultless';
import { problemField, type FieldProblem } from '../design/problem-field';

/** What a person decides; the version of the terms and the captcha's answer go along. */
export type SignUpDraft = Readonly<{ email: string; username: string; displayName: string; terms: boolean }>;

const shortestUsername = 3;
const longestUsername = 16;
const longestDisplayName = 64;

/** What is wrong with a username as typed so far; undefined when the server is worth asking whether it is free. */
export const usernameFault = (username: string): string | undefined => {
  if (username === '') return $localize`Choose a username.`;
  if (/[A-Z]/.test(username)) return $localize`Small letters only.`;
  if (!/^[a-z0-9-]*$/.test(username)) return $localize`Only letters a to z, digits and hyphens.`;
  if (!/^[a-z]/.test(username)) return $localize`It begins with a letter.`;
  if (username.length < shortestUsername) return $localize`At least ${shortestUsername}:shortest: characters.`;
  if (username.length > longestUsername) return $localize`At most ${longestUsername}:longest: characters.`;
  if (username.endsWith('-')) return $localize`A hyphen can not be last.`;
  // Such names mean something else in DNS (RFC 5891 section 4.2.3.1).
  if (/^..--/.test(username)) return $localize`Not two hyphens in third and fourth place.`;
  return undefined;
};

/** What is wrong with an address as typed so far; whether it may sign up, the server says. */
export const emailFault = (email: string): string | undefined => {
  const address = email.trim();
  if (address === '') return $localize`Give your e-mail address.`;
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address) ? undefined : $localize`This is not an e-mail address.`;
};

/**
 * The rules that can be checked while typing; the server checks them again, and those that need the directory.
 *
 * @param refusal why the server will not give the username, as far as it has been asked
 */
export const signUpRules = (path: SchemaPathTree<SignUpDraft>, refusal: () => string | undefined): void => {
  faultless(path.email, emailFault);
  faultless(path.username, (username) => usernameFault(username) ?? refusal());
  atMost(path.displayName, longestDisplayName);
  validate(path.terms, ({ value }) =>
    value() ? undefined : { kind: 'required', message: $localize`Nobody can sign up without accepting the terms.` },
  );
};

type FieldName = keyof SignUpDraft | 'captcha';

const fieldNames: readonly FieldName[] = ['email', 'username', 'displayName', 'captcha'];

/** Codes of refusals that are about one field; validation errors name theirs. */
const fieldOfCode: readonly (readonly [prefix: string, field: FieldName])[] = [
  ['email', 'email'],
  ['username', 'username'],
  ['display-name', 'displayName'],
  ['terms', 'terms'],
  ['captcha', 'captcha'],
];

/** The field that a problem is about and what to write there; undefined when it is about the whole sign-up. */
export const fieldOfProblem = (problem: Problem): FieldProblem<FieldName> | undefined =>
  problemField(problem, fieldNames, fieldOfCode);

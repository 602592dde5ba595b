import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../api/problem';
import { emailFault, fieldOfProblem, usernameFault } from './sign-up-rules';

describe('usernameFault', () => {
  it.each(['ada', 'a-1', 'ada-lovelace-181', 'x9-y'])('accepts %s', (username) => {
    expect(usernameFault(username)).toBeUndefined();
  });

  it.each([
    ['', 'Choose'],
    ['Ada', 'Small letters'],
    ['ada_l', 'hyphens'],
    ['zoë', 'hyphens'],
    ['1ada', 'begins with a letter'],
    ['-ada', 'begins with a letter'],
    ['ad', '3'],
    ['ada-lovelace-1815', '16'],
    ['ada-', 'last'],
    ['xn--ada', 'third and fourth'],
  ])('says of %j what is wrong', (username, word) => {
    expect(usernameFault(username)).toContain(word);
  });
});

describe('emailFault', () => {
  it.each(['ada@student.netsoc.invalid', ' ada@netsoc.test ', 'a+b@x.ie'])('accepts %j', (email) => {
    expect(emailFault(email)).toBeUndefined();
  });

  it.each(['', '  ', 'ada', 'ada@', '@netsoc.test', 'ada@netsoc', 'a da@netsoc.test', 'ada@netsoc.'])(
    'does not accept %j',
    (email) => {
      expect(emailFault(email)).toBeDefined();
    },
  );
});

const problem = (code: string, errors: Problem['errors'] = []): Problem => ({
  code,
  status: 422,
  title: 'Not acceptable as it is',
  detail: 'No.',
  errors,
  requestId: undefined,
});

describe('fieldOfProblem', () => {
  it.each([
    ['email-not-allowed', 'email'],
    ['username-taken', 'username'],
    ['display-name-malformed', 'displayName'],
    ['terms-changed', 'terms'],
    ['captcha-wrong', 'captcha'],
  ])('shows %s at %s', (code, name) => {
    expect(fieldOfProblem(problem(code))).toEqual({ name, message: 'No.' });
  });

  it('shows a failed validation at the field that it names', () => {
    const errors = [{ path: 'body.email', message: 'too long' }];

    expect(fieldOfProblem(problem('invalid-body', errors))).toEqual({ name: 'email', message: 'too long' });
  });

  it('leaves a problem of the whole sign-up to the form', () => {
    expect(fieldOfProblem(problem('too-many-requests'))).toBeUndefined();
  });
});

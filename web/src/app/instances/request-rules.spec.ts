import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../api/problem';
import { fieldOfProblem, hostnameFault } from './request-rules';

describe('hostnameFault', () => {
  it.each(['a', 'web', 'a-1', '0', 'abcdefghijklmnopqrstuvwx'])('accepts %s', (hostname) => {
    expect(hostnameFault(hostname)).toBeUndefined();
  });

  it.each([
    ['', 'name'],
    ['Web', 'Small letters'],
    ['my_web', 'hyphens'],
    ['café', 'hyphens'],
    ['-web', 'hyphen'],
    ['web-', 'hyphen'],
    ['abcdefghijklmnopqrstuvwxy', '24'],
  ])('says of %j what is wrong', (hostname, word) => {
    expect(hostnameFault(hostname)).toContain(word);
  });
});

const problem = (code: string, errors: Problem['errors'] = []): Problem => ({
  code,
  status: 409,
  title: 'Conflict',
  detail: 'No.',
  errors,
  requestId: undefined,
});

describe('fieldOfProblem', () => {
  it.each([
    ['hostname-taken', 'hostname'],
    ['default-domain-impossible', 'hostname'],
    ['template-unknown', 'templateId'],
  ])('shows %s at %s', (code, name) => {
    expect(fieldOfProblem(problem(code))).toEqual({ name, message: 'No.' });
  });

  it('shows a failed validation at the field that it names', () => {
    const errors = [{ path: 'body.reason', message: 'too long' }];

    expect(fieldOfProblem(problem('invalid-body', errors))).toEqual({ name: 'reason', message: 'too long' });
  });

  it('leaves a problem of the whole request to the form', () => {
    expect(fieldOfProblem(problem('too-many-requests'))).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { isPublicPath } from './public-paths';

describe('isPublicPath', () => {
  it.each([
    '/v1/portal-config',
    '/v1/sign-ups',
    '/v1/sign-ups/resend',
    '/v1/sign-ups/verify',
    '/v1/usernames/ada',
    '/v1/password-resets',
    '/v1/password-resets/complete',
    '/v1/email-changes/complete',
  ])('holds for %s', (url) => {
    expect(isPublicPath(url)).toBe(true);
  });

  it.each(['/v1/me', '/v1/me/password', '/v1/accounts', '/v1/usernames', '/v1/sign-ups/verify/more', '/v2/sign-ups'])(
    'does not hold for %s',
    (url) => {
      expect(isPublicPath(url)).toBe(false);
    },
  );
});

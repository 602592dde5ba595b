import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { me } from './contract/people.ts';
import type { TokenVariant } from '../lab/oidc/token-variant.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

describe('signing in', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const withToken = async (variant: TokenVariant) => {
    const authorization = `Bearer ${await system.token('member', variant)}`;
    return system.call(undefined, 'GET', '/v1/me', { headers: { authorization } });
  };

  it('recognises the person behind an access token, with the roles of their groups', async () => {
    const { body } = await system.ask(me, 'member', 'GET', '/v1/me');
    expect(body).toMatchObject({ username: 'member', email: 'member@lab.netsoc.invalid', roles: ['member'] });
    const { body: admin } = await system.ask(me, 'admin', 'GET', '/v1/me');
    expect(admin.roles).toContain('admin');
  });

  it.each<TokenVariant>(['at-jwt-header'])('accepts a token in another shape: %s', async (variant) => {
    expect((await withToken(variant)).status).toBe(200);
  });

  it.each<[TokenVariant, string]>([
    ['algorithm-none', 'token-algorithm-not-allowed'],
    ['algorithm-hs256-with-public-key', 'token-algorithm-not-allowed'],
    ['wrong-issuer', 'token-wrong-issuer'],
    ['wrong-audience', 'token-wrong-audience'],
    ['missing-audience', 'token-wrong-audience'],
    ['expired', 'token-expired'],
    ['not-yet-valid', 'token-not-yet-valid'],
    ['unknown-key', 'token-unknown-key'],
    ['tampered', 'token-bad-signature'],
    ['id-token', 'token-not-an-access-token'],
    ['email-missing', 'token-email-missing'],
  ])('refuses a token that is %s', async (variant, code) => {
    const { status, problem, headers } = await withToken(variant);
    expect({ status, code: problem.code }).toEqual({ status: 401, code });
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(headers.get('content-type')).toContain('application/problem+json');
  });

  it.each<[TokenVariant, string]>([
    ['email-unverified', 'email-unverified'],
    ['email-unknown', 'account-unknown'],
  ])('recognises nobody by an e-mail that is %s', async (variant, code) => {
    const { status, problem } = await withToken(variant);
    expect({ status, code: problem.code }).toEqual({ status: 403, code });
  });

  it('asks for a token where there is none, and says how', async () => {
    const { status, problem, headers } = await system.call(undefined, 'GET', '/v1/me');
    expect({ status, code: problem.code }).toEqual({ status: 401, code: 'token-missing' });
    expect(headers.get('www-authenticate')).toBe('Bearer realm="netsoc-cloud"');
  });

  it.each(['Basic bWVtYmVyOnB3', 'Bearer', 'Bearer a b', 'Bearer ?'])(
    'refuses an Authorization header that is no bearer token: %s',
    async (authorization) => {
      const { status } = await system.call(undefined, 'GET', '/v1/me', { headers: { authorization } });
      expect(status).toBe(401);
    },
  );

  it('writes no token, e-mail or name into its log', async () => {
    await system.call('member', 'GET', '/v1/me');
    const log = system.logged.join('');
    expect(log).not.toContain(await system.token('member'));
    expect(log).not.toContain('member@lab.netsoc.invalid');
    expect(log).not.toContain('Mary');
  });
});

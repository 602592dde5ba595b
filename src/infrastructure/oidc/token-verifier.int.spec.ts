import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { openIpaDatabase } from '../lab/freeipa/ipa-database.ts';
import { startOidcSimulator } from '../lab/oidc/oidc-simulator.ts';
import type { OidcSimulator } from '../lab/oidc/oidc-simulator.ts';
import type { TokenVariant } from '../lab/oidc/token-variant.ts';
import { createTokenVerifier } from './token-verifier.ts';
import type { TokenErrorCode } from './token-error.ts';

const logger = pino({ level: 'silent' });
let directory: string;
let provider: OidcSimulator;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'netsoc-oidc-'));
  provider = await startOidcSimulator({
    dataDirectory: directory,
    port: 0,
    database: openIpaDatabase(directory),
    logger,
  });
});

afterAll(async () => {
  await provider.close();
  await rm(directory, { recursive: true });
});

const verifierFor = (overrides: Partial<Parameters<typeof createTokenVerifier>[0]> = {}) =>
  createTokenVerifier({ issuer: provider.issuer, audience: provider.audience, logger, ...overrides });

const mint = async (variant: TokenVariant): Promise<string> =>
  (await provider.mintToken({ account: 'member', variant })).accessToken;

describe('token verifier', () => {
  it('says who a valid access token speaks for', async () => {
    const verified = await verifierFor().verify(await mint('valid'));
    expect(verified).toMatchObject({
      email: 'member@lab.netsoc.invalid',
      emailVerified: true,
      username: 'member',
      sessionId: 'lab-member',
      clientId: 'netsoc-portal',
    });
    expect(verified.subject).toMatch(/^[0-9a-f-]{36}$/);
    expect(verified.expiresAt).toBeGreaterThan(Date.now());
  });

  it('accepts the header type of RFC 9068 as well as Keycloak’s', async () => {
    await expect(verifierFor().verify(await mint('at-jwt-header'))).resolves.toMatchObject({ username: 'member' });
  });

  const refusals: readonly (readonly [TokenVariant, TokenErrorCode])[] = [
    ['algorithm-none', 'algorithm-not-allowed'],
    ['algorithm-hs256-with-public-key', 'algorithm-not-allowed'],
    ['wrong-issuer', 'wrong-issuer'],
    ['wrong-audience', 'wrong-audience'],
    ['missing-audience', 'wrong-audience'],
    ['expired', 'expired'],
    ['not-yet-valid', 'not-yet-valid'],
    ['unknown-key', 'unknown-key'],
    ['tampered', 'bad-signature'],
    ['id-token', 'not-an-access-token'],
    ['email-missing', 'email-missing'],
  ];
  it.each(refusals)('refuses a token that is %s as %s', async (variant, code) => {
    const token = await mint(variant);
    await expect(verifierFor().verify(token)).rejects.toMatchObject({ name: 'TokenError', code });
  });

  it.each(['', 'x', 'a.b.c', 'e30.e30.', `${'a'.repeat(20_000)}.b.c`, 'Bearer x', '{}', '\u0000.\u0000.\u0000'])(
    'refuses what is no token at all: %#',
    async (text) => {
      await expect(verifierFor().verify(text)).rejects.toMatchObject({ name: 'TokenError' });
    },
  );

  it('passes on that an e-mail is not verified, for the caller to refuse', async () => {
    await expect(verifierFor().verify(await mint('email-unverified'))).resolves.toMatchObject({ emailVerified: false });
  });

  it('never remembers a refused token as good, nor a good one past its end', async () => {
    let time = Date.now();
    const verifier = verifierFor({ now: () => time });
    const bad = await mint('tampered');
    const good = await mint('valid');
    await expect(verifier.verify(bad)).rejects.toMatchObject({ code: 'bad-signature' });
    await expect(verifier.verify(bad)).rejects.toMatchObject({ code: 'bad-signature' });
    await verifier.verify(good);
    await verifier.verify(good);
    time += 3_600_000 + 6_000;
    await expect(verifier.verify(good)).rejects.toMatchObject({ code: 'expired' });
  });

  it('allows the clocks to differ by the tolerance and no more', async () => {
    let time = Date.now();
    const verifier = verifierFor({ now: () => time, clockToleranceSeconds: 60 });
    const token = await mint('valid');
    time += 3_600_000 + 50_000;
    await expect(verifier.verify(token)).resolves.toMatchObject({ username: 'member' });
    time += 20_000;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'expired' });
  });

  it('answers a token it knows in microseconds, without asking the provider', async () => {
    const verifier = verifierFor();
    const token = await mint('valid');
    const first = await verifier.verify(token);
    await provider.control({ fault: 'down' });
    try {
      await expect(verifier.verify(token)).resolves.toBe(first);
    } finally {
      await provider.control({ fault: 'none' });
    }
  });

  it('says that the provider is away instead of blaming the token, and recovers when it is back', async () => {
    const verifier = verifierFor();
    const token = await mint('valid');
    await provider.control({ fault: 'down' });
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'provider-unavailable' });
    await provider.control({ fault: 'none' });
    await provider.control({ fault: 'error', status: 503, path: '/certs', times: 1 });
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'provider-unavailable' });
    await expect(verifier.verify(token)).resolves.toMatchObject({ username: 'member' });
  });

  it('does not wait for a provider that never answers', async () => {
    const verifier = verifierFor({ timeoutMilliseconds: 100 });
    await provider.control({ fault: 'hang', times: 1 });
    await expect(verifier.verify(await mint('valid'))).rejects.toMatchObject({ code: 'provider-unavailable' });
  });

  it('does not trust a discovery document that names another issuer', async () => {
    const verifier = verifierFor({ issuer: provider.issuer.replace('127.0.0.1', 'localhost') });
    await expect(verifier.verify(await mint('valid'))).rejects.toMatchObject({ code: 'provider-unavailable' });
  });

  it('does not let made-up key ids hammer the provider', async () => {
    const verifier = verifierFor({ jwksUri: `${provider.issuer}/protocol/openid-connect/certs` });
    await verifier.verify(await mint('valid'));
    await provider.control({ fault: 'down' });
    try {
      // Within the cooldown nothing is fetched: the answer is about the token, though the provider is away.
      await expect(verifier.verify(await mint('unknown-key'))).rejects.toMatchObject({ code: 'unknown-key' });
    } finally {
      await provider.control({ fault: 'none' });
    }
  });

  it.each(['none', 'HS256', 'hs512'])('refuses to be set up with algorithm %s', (algorithm) => {
    expect(() => verifierFor({ algorithms: [algorithm] })).toThrow(/algorithm/);
  });

  it('does not take the published key for a shared secret even when the key id is missing', async () => {
    const jwks = await (await fetch(`${provider.issuer}/protocol/openid-connect/certs`)).text();
    const [, payload = ''] = (await mint('valid')).split('.');
    const text = `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.${payload}`;
    const token = `${text}.${createHmac('sha256', jwks).update(text).digest('base64url')}`;
    await expect(verifierFor().verify(token)).rejects.toMatchObject({ code: 'algorithm-not-allowed' });
  });
});

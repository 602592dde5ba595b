import { createHmac, randomUUID } from 'node:crypto';
import { SignJWT, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { accessTokenClaims, apiAudience, identityClaims, portalClientId } from './claims.ts';
import type { RealmPeople, RealmPerson } from './realm-people.ts';
import type { SigningKey } from './signing-keys.ts';
import { mintRequest } from './token-variant.ts';
import type { MintedToken, MintRequest, TokenVariant } from './token-variant.ts';

export class UnknownAccountError extends Error {
  override readonly name = 'UnknownAccountError';
}

/** Issues access tokens without a browser, in the shape of those of the provider's token endpoint. */
export const createTokenMint = (options: Readonly<{ issuer: string; key: SigningKey; people: RealmPeople }>) => {
  const { issuer, key, people } = options;

  /** @throws UnknownAccountError, ZodError for a request of another shape */
  return async (input: MintRequest): Promise<MintedToken> => {
    const { account, variant, expiresInSeconds, session, authenticatedSecondsAgo } = mintRequest.parse(input);
    const person = people.findByUsername(account);
    if (person === undefined) throw new UnknownAccountError(`the lab has no account "${account}"`);

    const issuedAt = Math.floor(Date.now() / 1000);
    const claims: Record<string, unknown> = {
      iss: issuer,
      aud: apiAudience,
      sub: person.id,
      jti: randomUUID(),
      iat: issuedAt,
      exp: issuedAt + expiresInSeconds,
      scope: 'openid profile email',
      ...accessTokenClaims(person, session ?? `lab-${person.username}`, issuedAt - authenticatedSecondsAgo),
      ...deviation(variant, person, issuedAt, issuer),
    };
    for (const [name, value] of Object.entries(claims)) if (value === undefined) Reflect.deleteProperty(claims, name);
    return {
      accessToken: await sign(variant, claims, key),
      expiresAt: new Date(Number(claims['exp']) * 1000).toISOString(),
      account,
      variant,
    };
  };
};

/** The claims in which a variant differs from a valid token; undefined takes a claim away. */
const deviation = (
  variant: TokenVariant,
  person: RealmPerson,
  issuedAt: number,
  issuer: string,
): Record<string, unknown> => {
  switch (variant) {
    case 'wrong-audience':
      return { aud: 'account' };
    case 'missing-audience':
      return { aud: undefined };
    case 'wrong-issuer':
      return { iss: `${issuer}-of-somebody-else` };
    case 'expired':
      return { iat: issuedAt - 7200, exp: issuedAt - 3600 };
    case 'not-yet-valid':
      return { nbf: issuedAt + 3600, exp: issuedAt + 7200 };
    case 'id-token':
      // With the API's audience, so that nothing but its kind tells it from an access token.
      return {
        typ: 'ID',
        aud: [portalClientId, apiAudience],
        nonce: randomUUID(),
        at_hash: 'MTIzNDU2Nzg5MDEyMzQ1Ng',
        scope: undefined,
        realm_access: undefined,
        ...identityClaims(person),
      };
    case 'email-unverified':
      return { email_verified: false };
    case 'email-unknown':
      return { email: `nobody-${randomUUID()}@elsewhere.invalid` };
    case 'email-missing':
      return { email: undefined, email_verified: undefined };
    case 'valid':
    case 'unknown-key':
    case 'tampered':
    case 'algorithm-none':
    case 'algorithm-hs256-with-public-key':
    case 'at-jwt-header':
      return {};
  }
};

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const sign = async (variant: TokenVariant, claims: Record<string, unknown>, key: SigningKey): Promise<string> => {
  const header = { alg: 'RS256', typ: variant === 'at-jwt-header' ? 'at+jwt' : 'JWT', kid: key.kid };
  if (variant === 'algorithm-none') return `${segment({ ...header, alg: 'none' })}.${segment(claims)}.`;
  if (variant === 'algorithm-hs256-with-public-key') {
    // The classic confusion: a verifier that takes the published key for a shared secret accepts this.
    const publicKey = await importJWK({ kty: key.kty, n: key.n, e: key.e }, 'RS256', { extractable: true });
    if (publicKey instanceof Uint8Array) throw new Error('an RSA key is not a secret');
    const text = `${segment({ ...header, alg: 'HS256' })}.${segment(claims)}`;
    return `${text}.${createHmac('sha256', await exportSPKI(publicKey))
      .update(text)
      .digest('base64url')}`;
  }
  if (variant === 'unknown-key') {
    const { privateKey } = await generateKeyPair('RS256');
    return new SignJWT(claims).setProtectedHeader({ ...header, kid: randomUUID() }).sign(privateKey);
  }
  if (variant === 'tampered') {
    const [head, , signature] = (await signed(header, claims, key)).split('.');
    return [head, segment({ ...claims, preferred_username: 'root' }), signature].join('.');
  }
  return signed(header, claims, key);
};

const signed = async (
  header: Readonly<{ alg: string; typ: string; kid: string }>,
  claims: Record<string, unknown>,
  key: SigningKey,
): Promise<string> => new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(key, 'RS256'));

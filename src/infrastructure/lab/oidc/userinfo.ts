import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, importJWK, jwtVerify } from 'jose';
import { sendJson } from '../wire/messages.ts';
import { apiAudience, identityClaims } from './claims.ts';
import { isLoopback } from './provider-configuration.ts';
import type { RealmPeople } from './realm-people.ts';
import type { SigningKey } from './signing-keys.ts';

export type UserinfoOptions = Readonly<{ issuer: string; key: SigningKey; people: RealmPeople }>;

/**
 * The userinfo endpoint (OpenID Connect Core section 5.3). Keycloak answers it for the very access token that the API takes;
 * oidc-provider does so only for opaque tokens, so the lab answers it by itself.
 */
export const handleUserinfo = async (
  { issuer, key, people }: UserinfoOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  request.resume();
  const { origin } = request.headers;
  const crossOrigin: Record<string, string> =
    origin !== undefined && isLoopback(origin) ? { 'access-control-allow-origin': origin, vary: 'origin' } : {};
  if (request.method === 'OPTIONS') {
    response.writeHead(204, {
      ...crossOrigin,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    });
    response.end();
    return;
  }
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const person = token === undefined ? undefined : await bearerOf(token, issuer, key, people);
  if (person === undefined) {
    sendJson(
      response,
      401,
      { error: 'invalid_token' },
      { ...crossOrigin, 'www-authenticate': 'Bearer error="invalid_token"' },
    );
    return;
  }
  sendJson(response, 200, { sub: person.id, ...identityClaims(person) }, crossOrigin);
};

const bearerOf = async (token: string, issuer: string, key: SigningKey, people: RealmPeople) => {
  const publicKey = await importJWK({ kty: key.kty, n: key.n, e: key.e }, 'RS256');
  try {
    const { payload } = await jwtVerify(token, publicKey, { issuer, audience: apiAudience, algorithms: ['RS256'] });
    return payload.sub === undefined ? undefined : people.findById(payload.sub);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};

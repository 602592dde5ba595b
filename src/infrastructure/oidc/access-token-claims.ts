import { z } from 'zod';
import type { JWTPayload, JWTHeaderParameters } from 'jose';
import { TokenError } from './token-error.ts';

/** Who a verified access token speaks for. */
export type VerifiedToken = Readonly<{
  /** The provider's id of the person (`sub`). */
  subject: string;
  email: string;
  /** False when the provider has not seen the person read mail at that address; callers refuse such tokens. */
  emailVerified: boolean;
  username: string | undefined;
  /** The provider's session (`sid`), for the source of events. */
  sessionId: string | undefined;
  /** Client that the token was issued to (`azp` or `client_id`). */
  clientId: string | undefined;
  /** When the person proved who they are (`auth_time`); of a provider that does not tell, when the token was made. Milliseconds since the epoch. */
  authenticatedAt: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}>;

const claims = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  iat: z.number().optional(),
  auth_time: z.number().optional(),
  email: z.string().min(1).optional(),
  // Some providers say it as text.
  email_verified: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional(),
  preferred_username: z.string().optional(),
  sid: z.string().optional(),
  session_state: z.string().optional(),
  azp: z.string().optional(),
  client_id: z.string().optional(),
});

/**
 * Reads the claims of a token whose signature, issuer, audience and times are already verified.
 * @throws TokenError `not-an-access-token`, `email-missing`, `malformed`
 */
export const readAccessToken = (header: JWTHeaderParameters, payload: JWTPayload): VerifiedToken => {
  refuseOtherKinds(header, payload);
  const parsed = claims.safeParse(payload);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new TokenError('malformed', `the token's claims are not as expected: ${names}`);
  }
  const { email } = parsed.data;
  if (email === undefined) throw new TokenError('email-missing', 'the token carries no e-mail address');
  return {
    subject: parsed.data.sub,
    email,
    emailVerified: parsed.data.email_verified ?? false,
    username: parsed.data.preferred_username,
    sessionId: parsed.data.sid ?? parsed.data.session_state,
    clientId: parsed.data.azp ?? parsed.data.client_id,
    authenticatedAt: (parsed.data.auth_time ?? parsed.data.iat ?? 0) * 1000,
    expiresAt: parsed.data.exp * 1000,
  };
};

/** Header types of access tokens: RFC 9068 section 2.1, and Keycloak's `JWT`. */
const accessHeaderTypes: ReadonlySet<string> = new Set(['at+jwt', 'application/at+jwt', 'jwt']);

/**
 * An ID token is signed by the same key and may name the same audience; it must not open the API.
 * Keycloak says what a token is in the claim `typ` (`Bearer`, `ID`, `Refresh` …), RFC 9068 in the header.
 * A token that says nothing is refused when it carries what only ID tokens carry (OpenID Connect Core section 2);
 * `nonce` alone proves nothing, for Keycloak before 25 put it into access tokens as well.
 */
const refuseOtherKinds = (header: JWTHeaderParameters, payload: JWTPayload): void => {
  const headerType = header.typ?.toLowerCase();
  const claimType = payload['typ'];
  const refuse = (why: string): never => {
    throw new TokenError('not-an-access-token', `this is not an access token: ${why}`);
  };
  if (headerType !== undefined && !accessHeaderTypes.has(headerType)) refuse(`its header says ${headerType}`);
  if (claimType !== undefined && claimType !== 'Bearer') refuse('its type is not Bearer');
  if (payload['at_hash'] !== undefined || payload['c_hash'] !== undefined)
    refuse('it carries the hash of another token');
  const saysAccess = claimType === 'Bearer' || headerType === 'at+jwt' || headerType === 'application/at+jwt';
  if (!saysAccess && payload['nonce'] !== undefined) refuse('it carries a nonce');
};

import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { readAccessToken } from './access-token-claims.ts';
import type { VerifiedToken } from './access-token-claims.ts';
import { createProviderKeys } from './provider-keys.ts';
import { TokenError } from './token-error.ts';

export type TokenVerifierOptions = Readonly<{
  /** Exactly as in the tokens' `iss`. */
  issuer: string;
  /** What `aud` must contain: our API. Keycloak needs an Audience mapper for it. */
  audience: string;
  /** Default: found by discovery. */
  jwksUri?: string;
  /** Allow-list; asymmetric algorithms only. Default: RS256. */
  algorithms?: readonly string[];
  /** How far our clock and the provider's may differ. Default: 5. */
  clockToleranceSeconds?: number;
  /** Of each request to the provider. Default: 5000. */
  timeoutMilliseconds?: number;
  /** Least time between looking for unknown keys. Default: 30 000. */
  keyCooldownMilliseconds?: number;
  /** Milliseconds since the epoch; for tests. */
  now?: () => number;
  logger: Logger;
}>;

export type TokenVerifier = Readonly<{
  /** Who the token speaks for. @throws TokenError and nothing else */
  verify: (token: string) => Promise<VerifiedToken>;
}>;

/** Longer than any header that a web server accepts. */
const maximumTokenLength = 16_384;

const rememberedTokens = 10_000;
/** After this the signature is checked again, so that a key taken out of the key set stops working. */
const rememberedMilliseconds = 5 * 60_000;

const symmetric = /^(HS|none$|dir$|A\d+)/i;

/**
 * Verifies access tokens of one OpenID provider: signature by its published keys, algorithm allow-list, `iss`, `aud`, `exp`,
 * `nbf`, and that it is an access token at all. A token that was accepted is remembered by its hash for a while,
 * so that the next request with it costs no signature check.
 * @throws Error at once when the allow-list contains `none` or a shared-secret algorithm
 */
export const createTokenVerifier = (options: TokenVerifierOptions): TokenVerifier => {
  const algorithms = [...(options.algorithms ?? ['RS256'])];
  const refused = algorithms.find((algorithm) => symmetric.test(algorithm));
  if (refused !== undefined) throw new Error(`tokens cannot be verified by a published key with algorithm ${refused}`);
  const clockTolerance = options.clockToleranceSeconds ?? 5;
  const now = options.now ?? Date.now;
  const keys = createProviderKeys({
    issuer: options.issuer,
    jwksUri: options.jwksUri,
    timeoutMilliseconds: options.timeoutMilliseconds ?? 5_000,
    cooldownMilliseconds: options.keyCooldownMilliseconds ?? 30_000,
  });
  /** By hash: a memory dump of it contains no token. */
  const accepted = new LRUCache<string, VerifiedToken>({
    max: rememberedTokens,
    ttl: rememberedMilliseconds,
    ttlResolution: 0,
    perf: { now },
  });

  const verifyAnew = async (token: string): Promise<VerifiedToken> => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.audience,
        algorithms,
        clockTolerance,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(now()),
      });
      return readAccessToken(protectedHeader, payload);
    } catch (error) {
      const refusal = toTokenError(error);
      if (refusal.code === 'provider-unavailable') {
        options.logger.warn({ err: error, issuer: options.issuer }, 'keys of the OpenID provider cannot be read');
      }
      throw refusal;
    }
  };

  return {
    verify: async (token) => {
      if (token.length > maximumTokenLength) throw new TokenError('malformed', 'the token is too long');
      const fingerprint = createHash('sha256').update(token).digest('base64');
      const known = accepted.get(fingerprint);
      if (known !== undefined) return known;
      const verified = await verifyAnew(token);
      const validMilliseconds = verified.expiresAt - now();
      if (validMilliseconds > 0) {
        accepted.set(fingerprint, verified, { ttl: Math.min(validMilliseconds, rememberedMilliseconds) });
      }
      return verified;
    },
  };
};

/** jose's error codes in our words; whatever is not the token's fault is the provider's. */
const toTokenError = (error: unknown): TokenError => {
  if (error instanceof TokenError) return error;
  if (error instanceof errors.JWTExpired) return new TokenError('expired', 'the token has expired', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed) {
    switch (error.claim) {
      case 'iss':
        return new TokenError('wrong-issuer', 'the token comes from another issuer', { cause: error });
      case 'aud':
        return new TokenError('wrong-audience', 'the token is not meant for this API', { cause: error });
      case 'nbf':
        return new TokenError('not-yet-valid', 'the token is not valid yet', { cause: error });
      default:
        return new TokenError('malformed', `the token's claim ${error.claim} is missing or wrong`, { cause: error });
    }
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new TokenError('algorithm-not-allowed', 'the token is signed with an algorithm that is not allowed', {
      cause: error,
    });
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return new TokenError('unknown-key', 'the token is signed with a key that the issuer does not publish', {
      cause: error,
    });
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError('bad-signature', 'the signature of the token is wrong', { cause: error });
  }
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported
  ) {
    return new TokenError('malformed', 'this is not a signed token', { cause: error });
  }
  return new TokenError('provider-unavailable', "the OpenID provider's keys cannot be read", { cause: error });
};

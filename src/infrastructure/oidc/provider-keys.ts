import { createRemoteJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { TokenError } from './token-error.ts';

export type ProviderKeysOptions = Readonly<{
  issuer: string;
  /** Address of the key set; default: what the issuer's discovery document says. */
  jwksUri?: string | undefined;
  timeoutMilliseconds: number;
  /** Least time between two fetches for a key id that is not known. */
  cooldownMilliseconds: number;
}>;

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.url() });

/**
 * The provider's published keys, fetched at first use. A key id that is not known makes it look again, at most once per
 * cooldown, so that a rotated key is found at once and made-up key ids do not turn us against the provider.
 */
export const createProviderKeys = (options: ProviderKeysOptions): JWTVerifyGetKey => {
  let keySet: Promise<JWTVerifyGetKey> | undefined;

  const open = async (): Promise<JWTVerifyGetKey> => {
    const address = options.jwksUri ?? (await discoverJwksUri(options));
    return createRemoteJWKSet(new URL(address), {
      timeoutDuration: options.timeoutMilliseconds,
      cooldownDuration: options.cooldownMilliseconds,
    });
  };

  return async (header, token) => {
    // A failed discovery is forgotten, so that the next token tries again.
    keySet ??= open().catch((error: unknown) => {
      keySet = undefined;
      throw error;
    });
    return (await keySet)(header, token);
  };
};

/** OpenID Connect Discovery 1.0 section 4; the document must name the very issuer it was asked for (section 4.3). */
const discoverJwksUri = async ({ issuer, timeoutMilliseconds }: ProviderKeysOptions): Promise<string> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let body: unknown;
  try {
    const response = await fetch(address, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    if (!response.ok) throw new Error(`${address} answered ${String(response.status)}`);
    body = await response.json();
  } catch (error) {
    throw new TokenError('provider-unavailable', `the OpenID provider's configuration cannot be read: ${address}`, {
      cause: error,
    });
  }
  const document = discoveryDocument.safeParse(body);
  if (!document.success || document.data.issuer !== issuer) {
    throw new TokenError('provider-unavailable', `${address} does not describe the issuer ${issuer}`);
  }
  return document.data.jwks_uri;
};

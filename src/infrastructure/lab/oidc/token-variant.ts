import { z } from 'zod';

/** A token that is right, or wrong in exactly one way; for scripts and for the tests of whoever verifies tokens. */
export const tokenVariant = z.enum([
  'valid',
  'wrong-audience',
  'missing-audience',
  'wrong-issuer',
  'expired',
  'not-yet-valid',
  'id-token',
  'email-unverified',
  'email-unknown',
  'email-missing',
  'unknown-key',
  'tampered',
  'algorithm-none',
  'algorithm-hs256-with-public-key',
  'at-jwt-header',
]);
export type TokenVariant = z.infer<typeof tokenVariant>;

export const mintRequest = z.strictObject({
  /** Username of a person in the lab's FreeIPA. */
  account: z.string().min(1),
  variant: tokenVariant.default('valid'),
  /** Life of the token; Keycloak's default is 300, scripts want longer. */
  expiresInSeconds: z.int().min(1).max(86_400).default(3600),
  /** Session at the provider; default: one that all tokens of the person share. */
  session: z.string().min(1).optional(),
  /** How long ago the person signed in. */
  authenticatedSecondsAgo: z.int().min(0).default(0),
});
export type MintRequest = z.input<typeof mintRequest>;

export type MintedToken = Readonly<{ accessToken: string; expiresAt: string; account: string; variant: TokenVariant }>;

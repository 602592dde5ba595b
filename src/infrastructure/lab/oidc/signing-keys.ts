import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { z } from 'zod';
import { openDurableDocument } from '../state/durable-document.ts';

const rsaPrivateKey = z.object({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});

const stored = z.strictObject({ signing: rsaPrivateKey, cookie: z.string() });

/** Private RSA key as a JWK, with the fields that make it selectable for RS256 signatures. */
export type SigningKey = z.infer<typeof rsaPrivateKey> & Readonly<{ kid: string; alg: 'RS256'; use: 'sig' }>;

export type RealmKeys = Readonly<{
  signing: SigningKey;
  /** Secret that signs the provider's cookies. */ cookie: string;
}>;

/** The realm's keys, made at first start and kept, so that a restart leaves tokens and sessions valid. */
export const openRealmKeys = async (dataDirectory: string): Promise<RealmKeys> => {
  const document = openDurableDocument({
    path: join(dataDirectory, 'oidc-keys.json'),
    schema: stored,
    initial: () => ({
      signing: rsaPrivateKey.parse(
        generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
      ),
      cookie: randomBytes(32).toString('base64url'),
    }),
  });
  const { signing, cookie } = document.read();
  return { signing: { ...signing, kid: await calculateJwkThumbprint(signing), alg: 'RS256', use: 'sig' }, cookie };
};

import type { VerifiedToken } from './access-token-claims.ts';

export type VerifiedTokenCache = Readonly<{
  /** What was verified under this fingerprint, unless the token has expired or the entry is too old. */
  find: (fingerprint: string) => VerifiedToken | undefined;
  remember: (fingerprint: string, verified: VerifiedToken) => void;
}>;

export type VerifiedTokenCacheOptions = Readonly<{
  maximumSize: number;
  /** After this the signature is checked again, so that a key taken out of the key set stops working. */
  maximumAgeMilliseconds: number;
  now: () => number;
}>;

/** Least recently used entries go first. Keys are hashes: a memory dump of it contains no token. */
export const createVerifiedTokenCache = (options: VerifiedTokenCacheOptions): VerifiedTokenCache => {
  // A Map iterates in order of insertion; a hit is inserted anew, so the first key is the least recently used.
  const entries = new Map<string, Readonly<{ verified: VerifiedToken; until: number }>>();
  return {
    find: (fingerprint) => {
      const entry = entries.get(fingerprint);
      if (entry === undefined) return undefined;
      entries.delete(fingerprint);
      if (entry.until <= options.now()) return undefined;
      entries.set(fingerprint, entry);
      return entry.verified;
    },
    remember: (fingerprint, verified) => {
      const until = Math.min(verified.expiresAt, options.now() + options.maximumAgeMilliseconds);
      entries.delete(fingerprint);
      entries.set(fingerprint, { verified, until });
      for (const oldest of entries.keys()) {
        if (entries.size <= options.maximumSize) break;
        entries.delete(oldest);
      }
    },
  };
};

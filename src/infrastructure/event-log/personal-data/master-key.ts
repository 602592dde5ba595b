import { createHmac, hkdfSync } from 'node:crypto';
import type { KeyedHash } from '../../../application/ports/keyed-hash.ts';

/** Bytes of the key that the configuration names. */
const masterKeyLength = 32;
const hashDigits = 32;

/** A key for one purpose, from the master key (HKDF, RFC 5869): what leaks of one says nothing about another. */
export const derivedKey = (masterKey: Buffer, purpose: string): Buffer => {
  if (masterKey.length !== masterKeyLength) {
    throw new Error(`the master key has ${String(masterKey.length)} bytes; it needs ${String(masterKeyLength)}`);
  }
  return Buffer.from(hkdfSync('sha256', masterKey, '', `netsoc-cloud ${purpose}`, masterKeyLength));
};

/** HMAC-SHA-256, cut to 128 bits: too many for two values to meet by chance. */
export const createKeyedHash = (masterKey: Buffer): KeyedHash => {
  const key = derivedKey(masterKey, 'keyed hash');
  return (purpose, value) =>
    createHmac('sha256', key)
      .update(JSON.stringify([purpose, value]))
      .digest('hex')
      .slice(0, hashDigits);
};

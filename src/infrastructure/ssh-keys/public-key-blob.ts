import { createPublicKey } from 'node:crypto';
import { readSshWire } from './ssh-wire.ts';
import type { SshWireReader } from './ssh-wire.ts';

/** What a blob of a known type holds; `bits` of RSA keys only. */
export type PublicKeyBlob = Readonly<{ bits: number | undefined }>;

/** Reads what follows the type in a blob; undefined where it is not a key of that type. */
type BlobReader = (wire: SshWireReader) => PublicKeyBlob | undefined;

const withoutBits: PublicKeyBlob = { bits: undefined };

/** RFC 8709 section 4. */
const ed25519: BlobReader = (wire) => (wire.bytes()?.length === 32 ? withoutBits : undefined);

const curves = {
  nistp256: { crv: 'P-256', bytes: 32 },
  nistp384: { crv: 'P-384', bytes: 48 },
  nistp521: { crv: 'P-521', bytes: 66 },
} as const;

/** RFC 5656 section 3.1: the curve, and an uncompressed point on it. */
const ecdsa =
  (name: keyof typeof curves): BlobReader =>
  (wire) => {
    const { crv, bytes } = curves[name];
    if (wire.ascii() !== name) return undefined;
    const point = wire.bytes();
    if (point?.length !== 1 + 2 * bytes || point[0] !== 4) return undefined;
    const x = point.subarray(1, 1 + bytes).toString('base64url');
    const y = point.subarray(1 + bytes).toString('base64url');
    return isPointOnCurve({ kty: 'EC', crv, x, y }) ? withoutBits : undefined;
  };

const isPointOnCurve = (key: Readonly<{ kty: string; crv: string; x: string; y: string }>): boolean => {
  try {
    createPublicKey({ key, format: 'jwk' });
    return true;
  } catch (error) {
    // What Node says of a point that is not on the curve.
    if (codeOf(error) === 'ERR_CRYPTO_INVALID_JWK') return false;
    throw error;
  }
};

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Longest modulus that OpenSSH takes. */
const longestModulus = 16_384;

/** RFC 4253 section 6.6. */
const rsa: BlobReader = (wire) => {
  const exponent = wire.positiveInteger();
  const modulus = wire.positiveInteger();
  if (exponent === undefined || modulus === undefined || !isOdd(exponent) || !isOdd(modulus)) return undefined;
  if (exponent.length === 1 && exponent[0] === 1) return undefined;
  const bits = bitLength(modulus);
  return bits <= longestModulus ? { bits } : undefined;
};

/** RFC 4253 section 6.6: p, q, g and y. */
const dss: BlobReader = (wire) => {
  const numbers = [wire.positiveInteger(), wire.positiveInteger(), wire.positiveInteger(), wire.positiveInteger()];
  return numbers.includes(undefined) ? undefined : withoutBits;
};

const isOdd = (number: Buffer): boolean => ((number.at(-1) ?? 0) & 1) === 1;
const bitLength = (number: Buffer): number => number.length * 8 - Math.clz32(number[0] ?? 0) + 24;

/** Keys in a security key also name the application that may use them (OpenSSH, PROTOCOL.u2f). */
const ofSecurityKey =
  (reader: BlobReader): BlobReader =>
  (wire) => {
    const key = reader(wire);
    return key === undefined || wire.ascii() === undefined ? undefined : key;
  };

const readers: ReadonlyMap<string, BlobReader> = new Map([
  ['ssh-ed25519', ed25519],
  ['ecdsa-sha2-nistp256', ecdsa('nistp256')],
  ['ecdsa-sha2-nistp384', ecdsa('nistp384')],
  ['ecdsa-sha2-nistp521', ecdsa('nistp521')],
  ['ssh-rsa', rsa],
  ['ssh-dss', dss],
  ['sk-ssh-ed25519@openssh.com', ofSecurityKey(ed25519)],
  ['sk-ecdsa-sha2-nistp256@openssh.com', ofSecurityKey(ecdsa('nistp256'))],
]);

/** Types of keys that we can read. */
export const isKnownType = (type: string): boolean => readers.has(type);

/** The type that a blob says it is of. */
export const typeOfBlob = (blob: Buffer): string | undefined => readSshWire(blob).ascii();

/** Reads a blob to its last byte; undefined where it is not exactly a key of that type. */
export const readPublicKeyBlob = (type: string, blob: Buffer): PublicKeyBlob | undefined => {
  const wire = readSshWire(blob);
  if (wire.ascii() !== type) return undefined;
  const key = readers.get(type)?.(wire);
  return wire.atEnd() ? key : undefined;
};

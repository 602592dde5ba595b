import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { IpaUser, PasswordHash } from './ipa-entries.ts';

/** Passwords are kept as salted scrypt hashes, so that no lab file holds one in clear. */
export const hashPassword = (password: string): PasswordHash => {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), hash: derive(password, salt).toString('base64') };
};

export const hashFits = (known: PasswordHash, password: string): boolean =>
  timingSafeEqual(Buffer.from(known.hash, 'base64'), derive(password, Buffer.from(known.salt, 'base64')));

/** True when it is the user's password; a user without one has none that fits. */
export const passwordFits = (user: IpaUser, password: string): boolean =>
  user.password !== undefined && hashFits(user.password, password);

/** Cheap on purpose: the lab starts and signs in fast, and its passwords are public anyway. */
const derive = (password: string, salt: Buffer): Buffer => scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });

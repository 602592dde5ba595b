import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { IpaUser } from './ipa-entries.ts';

/** Passwords are kept as salted scrypt hashes, so that no lab file holds one in clear. */
export const hashPassword = (password: string): Readonly<{ salt: string; hash: string }> => {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), hash: derive(password, salt).toString('base64') };
};

/** True when it is the user's password; a user without one has none that fits. */
export const passwordFits = (user: IpaUser, password: string): boolean => {
  if (user.password === undefined) return false;
  const expected = Buffer.from(user.password.hash, 'base64');
  return timingSafeEqual(expected, derive(password, Buffer.from(user.password.salt, 'base64')));
};

/** Cheap on purpose: the lab starts and signs in fast, and its passwords are public anyway. */
const derive = (password: string, salt: Buffer): Buffer => scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });

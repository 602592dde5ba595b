import type { IpaUser } from './ipa-entries.ts';
import type { PasswordPolicy } from './password-policy.ts';
import { hashFits } from './passwords.ts';

const hour = 3_600_000;

/**
 * Why a password may not be the user's next, in FreeIPA's words, or undefined when it may (util/ipa_pwd.c, ipapwd_check_policy).
 * An administrator's choice is held against the history only.
 */
export const policyRefusal = (
  user: IpaUser,
  password: string,
  policy: PasswordPolicy,
  by: 'owner' | 'administrator',
  now: number,
): string | undefined => {
  if (by === 'owner') {
    if (isTooYoung(user, policy, now)) return 'Too soon to change password';
    if (characterClasses(password) < policy.minimumClasses) return 'Password is too simple';
    if (Array.from(password).length < policy.minimumLength) return 'Password is too short';
  }
  return user.passwordHistory.some((hash) => hashFits(hash, password)) ? 'Password reuse not permitted' : undefined;
};

/** A password that an administrator has set expires as it is made, and may be changed at once. */
const isTooYoung = (user: IpaUser, policy: PasswordPolicy, now: number): boolean =>
  user.passwordChangedAt !== undefined &&
  user.passwordExpiresAt !== user.passwordChangedAt &&
  now < user.passwordChangedAt + policy.minimumLifeHours * hour;

/** Three equal characters in a row cost a class. */
const characterClasses = (password: string): number => {
  const classes = [/[0-9]/, /[A-Z]/, /[a-z]/, /[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]/, /[^\x00-\x7f]/];
  const present = classes.filter((characters) => characters.test(password)).length;
  return /(.)\1\1/u.test(password) ? present - 1 : present;
};

/** True while FreeIPA takes no password of this user (ipa_lockout.c, ipalockout_preop). */
export const isLockedOut = (user: IpaUser, policy: PasswordPolicy, now: number): boolean =>
  policy.maximumFailures > 0 &&
  user.failedLogins >= policy.maximumFailures &&
  user.lastFailedLoginAt !== undefined &&
  (policy.lockoutSeconds === 0 || now < user.lastFailedLoginAt + policy.lockoutSeconds * 1000);

/** True when a password is right but must be changed before it opens anything. */
export const isExpired = (user: IpaUser, now: number): boolean =>
  user.passwordExpiresAt !== undefined && user.passwordExpiresAt <= now;

import type { IpaDatabase } from './ipa-database.ts';
import { withUser } from './ipa-entries.ts';
import type { IpaUser } from './ipa-entries.ts';
import type { PasswordPolicy } from './password-policy.ts';
import { isExpired, isLockedOut } from './password-rules.ts';
import { passwordFits } from './passwords.ts';

/**
 * - `accepted`
 * - `wrong`: no such user, or not their password
 * - `expired`: their password, but it has to be changed first
 * - `locked`: too many wrong ones, so this one was not looked at
 * - `disabled`: by an administrator
 */
export type SignInAttempt = 'accepted' | 'wrong' | 'expired' | 'locked' | 'disabled';

/** Tries a password and counts a wrong one, as the KDC and the LDAP server do with the same counters. */
export const attemptSignIn = (
  database: IpaDatabase,
  uid: string,
  password: string,
  now = Date.now(),
): SignInAttempt => {
  const { users, policy } = database.read();
  const user = users[uid];
  if (user === undefined) return 'wrong';
  if (user.disabled) return 'disabled';
  if (isLockedOut(user, policy, now)) return 'locked';
  if (!passwordFits(user, password)) {
    database.change((content) => withUser(content, 'users', uid, withFailure(user, policy, now)));
    return 'wrong';
  }
  if (user.failedLogins > 0) {
    database.change((content) => withUser(content, 'users', uid, { ...user, failedLogins: 0 }));
  }
  return isExpired(user, now) ? 'expired' : 'accepted';
};

/** A failure long after the one before counts as the first; so does one after a lock has run out. */
const withFailure = (user: IpaUser, policy: PasswordPolicy, now: number): IpaUser => {
  const last = user.lastFailedLoginAt ?? 0;
  const counts =
    now <= last + policy.failureIntervalSeconds * 1000 &&
    !(policy.maximumFailures > 0 && user.failedLogins >= policy.maximumFailures);
  return { ...user, failedLogins: counts ? user.failedLogins + 1 : 1, lastFailedLoginAt: now };
};

import type { IpaUser } from './ipa-entries.ts';
import { constraintViolation } from './ipa-error.ts';
import type { PasswordPolicy } from './password-policy.ts';
import { policyRefusal } from './password-rules.ts';
import { hashPassword } from './passwords.ts';

export type PasswordChange = Readonly<{
  password: string;
  /** Only what its owner chose lasts; what an administrator has set must be changed at the first log-in. */
  by: 'owner' | 'administrator';
  policy: PasswordPolicy;
  now: number;
}>;

const day = 86_400_000;

/**
 * The user with another password (ipa-pwd-extop/common.c). Any change forgets wrong passwords, so it unlocks.
 * @throws IpaError 4203 with the policy's words
 */
export const withPassword = (user: IpaUser, { password, by, policy, now }: PasswordChange): IpaUser => {
  const refusal = policyRefusal(user, password, policy, by, now);
  if (refusal !== undefined) throw constraintViolation(refusal);
  const hash = hashPassword(password);
  // FreeIPA dates a reset one second back, so that it has expired for certain; equal times tell a reset from a change.
  const changedAt = by === 'owner' ? now : now - 1000;
  const lastsUntil = policy.maximumLifeDays === 0 ? undefined : now + policy.maximumLifeDays * day;
  return {
    ...user,
    password: hash,
    passwordHistory: [hash, ...user.passwordHistory].slice(0, policy.historyLength),
    passwordChangedAt: changedAt,
    passwordExpiresAt: by === 'owner' ? lastsUntil : changedAt,
    failedLogins: 0,
    lastFailedLoginAt: undefined,
  };
};

/** The user without password, as a deleted one is kept. */
export const withoutPassword = (user: IpaUser): IpaUser => ({
  attributes: user.attributes,
  disabled: user.disabled,
  passwordHistory: user.passwordHistory,
  failedLogins: 0,
});

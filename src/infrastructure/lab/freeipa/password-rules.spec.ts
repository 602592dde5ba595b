import { describe, expect, it } from '@jest/globals';
import type { IpaUser } from './ipa-entries.ts';
import { IpaError } from './ipa-error.ts';
import { withPassword } from './password-change.ts';
import { passwordPolicy } from './password-policy.ts';
import { isExpired, isLockedOut, policyRefusal } from './password-rules.ts';

const policy = passwordPolicy.parse({});
const nobody: IpaUser = { attributes: {}, disabled: false, passwordHistory: [], failedLogins: 0 };
const now = Date.UTC(2026, 10, 25);
const day = 86_400_000;

describe('FreeIPA’s password policy', () => {
  it.each([
    ['seven.7', {}, 'Password is too short'],
    ['eight..8', {}, undefined],
    ['é'.repeat(7), {}, 'Password is too short'],
    ['lowercase', { minimumClasses: 2 }, 'Password is too simple'],
    ['Capitals-and-0', { minimumClasses: 4 }, undefined],
    ['AAA-letters-and-0', { minimumClasses: 4 }, 'Password is too simple'],
    ['Capitals-and-€-0', { minimumClasses: 5 }, undefined],
  ])('says of %j under %j: %s', (password, changes, refusal) => {
    expect(policyRefusal(nobody, password, { ...policy, ...changes }, 'owner', now)).toBe(refusal);
  });

  it('lets an administrator set what the owner may not choose, but it has expired as it is set', () => {
    const user = withPassword(nobody, { password: 'x', by: 'administrator', policy, now });
    expect(isExpired(user, now)).toBe(true);
  });

  it('lets a password live for the time of the policy', () => {
    const user = withPassword(nobody, { password: 'a-good-password', by: 'owner', policy, now });
    expect([isExpired(user, now + 89 * day), isExpired(user, now + 90 * day)]).toEqual([false, true]);
    const immortal = withPassword(nobody, {
      password: 'a-good-password',
      by: 'owner',
      policy: { ...policy, maximumLifeDays: 0 },
      now,
    });
    expect(isExpired(immortal, now + 1000 * day)).toBe(false);
  });

  it('refuses a change before the least life is over, but not after a reset', () => {
    const slow = { ...policy, minimumLifeHours: 1 };
    const chosen = withPassword(nobody, { password: 'a-good-password', by: 'owner', policy: slow, now });
    expect(policyRefusal(chosen, 'another-password', slow, 'owner', now + 3_599_000)).toBe(
      'Too soon to change password',
    );
    expect(policyRefusal(chosen, 'another-password', slow, 'owner', now + 3_600_000)).toBeUndefined();
    const reset = withPassword(chosen, { password: 'reset', by: 'administrator', policy: slow, now });
    expect(policyRefusal(reset, 'another-password', slow, 'owner', now + 1)).toBeUndefined();
  });

  it('remembers as many passwords as it is told, the present one among them', () => {
    const remembering = { ...policy, historyLength: 2 };
    const after = ['first-password', 'second-password', 'third-password'].reduce(
      (user, password) => withPassword(user, { password, by: 'owner', policy: remembering, now }),
      nobody,
    );
    const refusals = ['first-password', 'second-password', 'third-password'].map((password) =>
      policyRefusal(after, password, remembering, 'owner', now),
    );
    expect(refusals).toEqual([undefined, 'Password reuse not permitted', 'Password reuse not permitted']);
    expect(() => withPassword(after, { password: 'third-password', by: 'owner', policy: remembering, now })).toThrow(
      new IpaError(4203, 'DatabaseError', 'Constraint violation: Password reuse not permitted'),
    );
  });

  it('locks after six wrong passwords, for ten minutes, unless locks are off or stay until they are lifted', () => {
    const failed = { ...nobody, failedLogins: 6, lastFailedLoginAt: now };
    expect(isLockedOut({ ...failed, failedLogins: 5 }, policy, now)).toBe(false);
    expect(isLockedOut(failed, policy, now + 599_000)).toBe(true);
    expect(isLockedOut(failed, policy, now + 600_000)).toBe(false);
    expect(isLockedOut(failed, { ...policy, lockoutSeconds: 0 }, now + 365 * day)).toBe(true);
    expect(isLockedOut(failed, { ...policy, maximumFailures: 0 }, now)).toBe(false);
  });
});

import type { SignUpPolicy } from '../../application/use-cases/accounts/account-policy.ts';
import { emailMatcher } from '../config/email-patterns.ts';
import type { Configuration } from '../config/configuration.ts';

/** Who may sign up by themselves; undefined where nobody can. */
export const signUpPolicyOf = ({ accounts: { sign_up: signUp } }: Configuration): SignUpPolicy | undefined =>
  signUp && {
    isAllowedEmail: emailMatcher(signUp.email_patterns),
    termsVersion: signUp.terms.version,
    groups: signUp.groups,
    holdMilliseconds: signUp.hold_hours * 3_600_000,
  };

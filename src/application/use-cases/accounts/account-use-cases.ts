import type { Clock } from '../../ports/clock.ts';
import type { Directory } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { LinkSecrets } from '../../ports/link-secrets.ts';
import type { Log } from '../../ports/logger.ts';
import type { ProcessOutcomes } from '../../ports/process-outcomes.ts';
import type { SshKeyReader } from '../../ports/ssh-key-reader.ts';
import type { Reservations } from '../reservations.ts';
import type { SignUpPolicy } from './account-policy.ts';
import { createAccountIdOf, createLinkAccount } from './link-account.ts';
import { createCompletePasswordReset, createRequestPasswordReset } from './password-reset.ts';
import { createProfileChanges } from './profile-changes.ts';
import { createResendVerification } from './resend-verification.ts';
import { createSetPassword } from './set-password.ts';
import { createSignUp, createUsernameCheck } from './sign-up.ts';
import { createIssueLink } from './single-use-link.ts';
import { createStanding } from './standing.ts';
import { createVerifySignUp } from './verify-sign-up.ts';

export type AccountUseCaseDependencies = Readonly<{
  log: EventLog;
  directory: Directory;
  reservations: Reservations;
  secrets: LinkSecrets;
  outcomes: ProcessOutcomes;
  clock: Clock;
  sshKeys: SshKeyReader;
  signUp: SignUpPolicy | undefined;
  reservedNames: ReadonlySet<string>;
  erasureGraceMilliseconds: number;
  logger: Log;
}>;

/** What people do about accounts: their own and, as admins, those of others. */
export const createAccountUseCases = (dependencies: AccountUseCaseDependencies) => {
  const setPassword = createSetPassword(dependencies);
  const issueLink = createIssueLink(dependencies);
  return {
    accountIdOf: createAccountIdOf(dependencies),
    linkAccount: createLinkAccount(dependencies),
    issueLink,
    checkUsername: createUsernameCheck(dependencies),
    signUp: createSignUp(dependencies),
    verifySignUp: createVerifySignUp({ ...dependencies, setPassword }),
    resendVerification: createResendVerification({ ...dependencies, issueLink }),
    requestPasswordReset: createRequestPasswordReset(dependencies),
    completePasswordReset: createCompletePasswordReset({ ...dependencies, setPassword }),
    setPassword,
    profile: createProfileChanges({ ...dependencies, issueLink }),
    standing: createStanding(dependencies),
  };
};

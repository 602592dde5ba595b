import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { processIdOf } from '../../../domain/process/process-definition.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { LinkSecrets } from '../../ports/link-secrets.ts';
import type { ProcessOutcomes } from '../../ports/process-outcomes.ts';
import type { CommandContext } from '../command-context.ts';
import { loadAccount } from './load-account.ts';
import { onAccount } from './on-account.ts';
import type { SetPassword } from './set-password.ts';
import { readLinkToken } from './single-use-link.ts';

export type VerifySignUpDependencies = Readonly<{
  log: EventLog;
  secrets: LinkSecrets;
  outcomes: ProcessOutcomes;
  setPassword: SetPassword;
  /** How long the person waits for their account to be set up. Default: 10 000. */
  patienceMilliseconds?: number;
}>;

/**
 * Somebody opened the link of a sign-up and chose a password. The address is verified at once and for good; the account is
 * set up by a process; the password is set last. After a failure on the way the same link goes on where it stopped.
 * @returns the username to sign in with
 * @throws DomainError `link-invalid`, `password-refused` (in FreeIPA's words), `set-up-delayed` (later); DirectoryError
 */
export const createVerifySignUp =
  ({ log, secrets, outcomes, setPassword, patienceMilliseconds = 10_000 }: VerifySignUpDependencies) =>
  async (
    { token, password }: Readonly<{ token: string; password: string }>,
    context: Omit<CommandContext, 'actor'>,
  ): Promise<string> => {
    const { accountId, tokenHash } = readLinkToken(token, secrets);
    const asPerson: CommandContext = { ...context, actor: { type: 'account', id: accountId, roles: [] } };
    await onAccount(log, accountId, { type: 'verify-email', tokenHash, now: context.now }, asPerson);
    if ((await loadAccount(log, accountId)).phase !== 'active') {
      await outcomes.ended(processIdOf('activation', accountId), patienceMilliseconds);
      if ((await loadAccount(log, accountId)).phase !== 'active') throw setUpDelayed();
    }
    await setPassword({ accountId, by: 'verification', tokenHash, password }, asPerson);
    return (await loadAccount(log, accountId)).particulars.username;
  };

const setUpDelayed = (): DomainError =>
  new DomainError(
    'later',
    'set-up-delayed',
    'Your address is verified, but your account is still being set up. Try again with the same link in a minute.',
  );

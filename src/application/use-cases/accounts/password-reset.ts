import { emailAddressOf } from '../../../domain/account/email-address.ts';
import type { PasswordResetRequested } from '../../../domain/password-reset/password-reset-events.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { LinkSecrets } from '../../ports/link-secrets.ts';
import type { CommandContext } from '../command-context.ts';
import { loadAccount } from './load-account.ts';
import type { SetPassword } from './set-password.ts';
import { readLinkToken } from './single-use-link.ts';

/** The stream of one request for a new password. */
export const resetRequestStream = (requestId: string): string => `reset-request-${requestId}`;

/**
 * Somebody gave an address and wants a new password for it. Whose it is, and whether it is anybody's, is found out later by a
 * process; the answer, and the time it takes, is the same for everybody.
 * @throws DomainError `email-malformed`
 */
export const createRequestPasswordReset =
  ({ log }: Readonly<{ log: EventLog }>) =>
  async ({ email }: Readonly<{ email: string }>, context: CommandContext): Promise<void> => {
    const requestId = derivedId(context.commandId, 'password reset');
    const requested: PasswordResetRequested = {
      type: 'password-reset-requested',
      data: { requestId, email: emailAddressOf(email) },
    };
    const loaded = await log.load(resetRequestStream(requestId));
    if (loaded.revision !== 'no-stream') return;
    const { commandId, correlationId, actor, source, now: at } = context;
    await log.append(loaded, [requested], { commandId, correlationId, causationId: commandId, actor, source, at });
  };

/**
 * The link of a reset was opened and a password chosen.
 * @returns the username to sign in with
 * @throws what {@link SetPassword} throws
 */
export const createCompletePasswordReset =
  ({ log, secrets, setPassword }: Readonly<{ log: EventLog; secrets: LinkSecrets; setPassword: SetPassword }>) =>
  async (
    { token, password }: Readonly<{ token: string; password: string }>,
    context: Omit<CommandContext, 'actor'>,
  ): Promise<string> => {
    const { accountId, tokenHash } = readLinkToken(token, secrets);
    const asPerson: CommandContext = { ...context, actor: { type: 'account', id: accountId, roles: [] } };
    await setPassword({ accountId, by: 'password-reset', tokenHash, password }, asPerson);
    return (await loadAccount(log, accountId)).particulars.username;
  };

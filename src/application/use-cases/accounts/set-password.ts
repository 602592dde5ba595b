import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import { DirectoryError } from '../../ports/directory.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Directory, DirectoryFailure } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { Log } from '../../ports/logger.ts';
import type { CommandContext } from '../command-context.ts';
import { loadAccount } from './load-account.ts';
import { onAccount } from './on-account.ts';

export type PasswordWish = Readonly<{ accountId: string; password: string }> &
  (
    | Readonly<{ by: 'verification' | 'password-reset'; tokenHash: string }>
    | Readonly<{ by: 'owner'; currentPassword: string }>
  );

export type SetPassword = (wish: PasswordWish, context: CommandContext) => Promise<void>;

export type SetPasswordDependencies = Readonly<{
  log: EventLog;
  directory: Pick<Directory, 'setPassword' | 'changePassword'>;
  clock: Clock;
  logger: Log;
}>;

/**
 * What has no outcome by then is closed as unknown, so that the person can try again; a directory that is slower than this on
 * several servers in turn may still set it.
 */
const outcomeMilliseconds = 2 * 60_000;

/** Failures that are the person's to mend, as refusals. The words are FreeIPA's where the policy speaks. */
const refusals: Readonly<Partial<Record<DirectoryFailure, (words: string) => DomainError>>> = {
  'password-refused': (words) => new DomainError('invalid', 'password-refused', words),
  'wrong-password': () => new DomainError('invalid', 'wrong-password', 'That is not your password so far.'),
  locked: () =>
    new DomainError(
      'conflict',
      'account-locked',
      'There were too many wrong passwords; wait some minutes before you try again.',
    ),
};

/**
 * Sets a password: the intention is stored, the directory asked, the outcome stored. The password itself is held by nobody but
 * this call. What a crash leaves without an outcome is closed by a deadline, and the person can try again.
 * @throws DomainError `link-invalid`, `password-refused`, `wrong-password`, `account-locked`, `password-change-underway`,
 *   `account-not-active`, `account-disabled`; DirectoryError
 */
export const createSetPassword =
  ({ log, directory, clock, logger }: SetPasswordDependencies): SetPassword =>
  async (wish, context) => {
    const { accountId, password } = wish;
    const changeId = derivedId(context.commandId, 'password');
    const until = new Date(Date.parse(context.now) + outcomeMilliseconds).toISOString();
    const begin = { type: 'begin-password-change', changeId, now: context.now, until } as const;
    const entitled =
      wish.by === 'owner' ? { ...begin, by: wish.by } : { ...begin, by: wish.by, tokenHash: wish.tokenHash };
    await onAccount(log, accountId, entitled, context);
    const { username } = (await loadAccount(log, accountId)).particulars;
    const kept = wish.by === 'owner' ? (context.source.session ?? null) : null;
    /** The directory takes its time; a session that began meanwhile, with the old password, ends as well. */
    const afterwards = (): CommandContext => ({ ...context, now: clock() });
    try {
      if (wish.by === 'owner') await directory.changePassword(username, wish.currentPassword, password);
      else await directory.setPassword(username, password);
    } catch (error) {
      const refusal = refusalOf(error);
      const cause = error instanceof DirectoryError ? error.message : 'an unexpected failure';
      const failed = { type: 'record-password-change-failed', changeId, cause } as const;
      const outcome = refusal === undefined ? { ...failed, unknown: { kept } } : failed;
      await onAccount(log, accountId, outcome, afterwards()).catch((failure: unknown) => {
        // The person still learns what went wrong; the deadline of the change closes it.
        logger.warn({ err: failure, changeId }, 'the failure of a password change could not be recorded');
      });
      throw refusal ?? error;
    }
    await onAccount(log, accountId, { type: 'record-password-changed', changeId, kept }, afterwards());
  };

const refusalOf = (error: unknown): DomainError | undefined =>
  error instanceof DirectoryError ? refusals[error.failure]?.(error.message) : undefined;

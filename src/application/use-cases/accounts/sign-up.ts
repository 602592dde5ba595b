import { displayNameOf } from '../../../domain/account/display-name.ts';
import { emailAddressOf, insistOnAllowedEmail } from '../../../domain/account/email-address.ts';
import { usernameOf } from '../../../domain/account/username.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { Directory } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reservations } from '../reservations.ts';
import type { SignUpPolicy } from './account-policy.ts';
import { onAccount } from './on-account.ts';

export type SignUpDependencies = Readonly<{
  log: EventLog;
  directory: Pick<Directory, 'nameHolder'>;
  reservations: Reservations;
  /** Undefined while nobody can sign up. */
  signUp: SignUpPolicy | undefined;
  reservedNames: ReadonlySet<string>;
}>;

export type SignUpInput = Readonly<{
  email: string;
  username: string;
  /** Default: the username. */
  displayName?: string;
  /** Version of the terms that the person accepted. */
  termsVersion: string;
}>;

export type UsernameAnswer =
  Readonly<{ available: true }> | Readonly<{ available: false; code: string; reason: string }>;

/** @throws DomainError `sign-up-closed` (not-found) */
const insistOnOpen = (policy: SignUpPolicy | undefined): SignUpPolicy => {
  if (policy === undefined) {
    throw new DomainError('not-found', 'sign-up-closed', 'Nobody can sign up here by themselves; ask an admin.');
  }
  return policy;
};

const taken = (): DomainError => new DomainError('conflict', 'username-taken', 'The username is taken.');

const insistOnFree = async (
  { directory, reservations }: SignUpDependencies,
  username: string,
  now: string,
): Promise<void> => {
  const [inDirectory, reserved] = await Promise.all([
    directory.nameHolder(username),
    reservations.holderOf({ kind: 'username', value: username }, now),
  ]);
  if (inDirectory !== undefined || reserved !== undefined) throw taken();
};

/** Whether somebody could sign up with a name now, and why not. @throws DirectoryError */
export const createUsernameCheck =
  (dependencies: SignUpDependencies) =>
  async (text: string, now: string): Promise<UsernameAnswer> => {
    try {
      insistOnOpen(dependencies.signUp);
      await insistOnFree(dependencies, usernameOf(text, dependencies.reservedNames), now);
      return { available: true };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'sign-up-closed') throw error;
      return { available: false, code: error.code, reason: error.message };
    }
  };

/**
 * Somebody who is not signed in wants an account. The username is reserved at once; whether the e-mail address is known is
 * looked up later by a process, so the answer, and the time it takes, is the same for everybody.
 * @throws DomainError of the rules: `sign-up-closed`, `email-…`, `username-…`, `display-name-malformed`, `terms-changed`
 */
export const createSignUp =
  (dependencies: SignUpDependencies) =>
  async (input: SignUpInput, context: Omit<CommandContext, 'actor'>): Promise<void> => {
    const { log, reservations, reservedNames } = dependencies;
    const { isAllowedEmail, termsVersion, holdMilliseconds } = insistOnOpen(dependencies.signUp);
    const email = emailAddressOf(input.email);
    insistOnAllowedEmail(email, isAllowedEmail);
    const username = usernameOf(input.username, reservedNames);
    const displayName = displayNameOf(input.displayName ?? username);
    if (input.termsVersion !== termsVersion) {
      throw new DomainError('invalid', 'terms-changed', 'The terms have changed; please read and accept them again.', {
        version: termsVersion,
      });
    }

    const accountId = derivedId(context.commandId, 'account');
    const asPerson: CommandContext = { ...context, actor: { type: 'account', id: accountId, roles: [] } };
    const claim = { kind: 'username', value: username, holder: accountId } as const;
    // Our own reservation of an earlier try is no obstacle.
    const held = await reservations.holderOf(claim, context.now);
    if (held !== accountId) await insistOnFree(dependencies, username, context.now);
    await reservations.reserve([claim], asPerson);
    const until = new Date(Date.parse(context.now) + holdMilliseconds).toISOString();
    try {
      await onAccount(
        log,
        accountId,
        { type: 'receive-sign-up', accountId, username, email, displayName, termsVersion, until },
        asPerson,
      );
    } catch (error) {
      // A repeat of a sign-up that was received has its answer already.
      if (!(error instanceof DomainError) || error.code !== 'account-exists') throw error;
    }
  };

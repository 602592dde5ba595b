import { displayNameOf } from '../../../domain/account/display-name.ts';
import { emailAddressOf, insistOnAllowedEmail } from '../../../domain/account/email-address.ts';
import type { AccountCommand } from '../../../domain/account/account-commands.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { processIdOf } from '../../../domain/process/process-definition.ts';
import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { Directory } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { LinkSecrets } from '../../ports/link-secrets.ts';
import type { ProcessOutcomes } from '../../ports/process-outcomes.ts';
import type { SshKeyReader } from '../../ports/ssh-key-reader.ts';
import type { CommandContext } from '../command-context.ts';
import type { SignUpPolicy } from './account-policy.ts';
import { accountStream } from './load-account.ts';
import { onAccount } from './on-account.ts';
import { readLinkToken } from './single-use-link.ts';
import type { IssueLink } from './single-use-link.ts';

export type ProfileChangeDependencies = Readonly<{
  log: EventLog;
  directory: Pick<Directory, 'findByUsername'>;
  sshKeys: SshKeyReader;
  secrets: LinkSecrets;
  issueLink: IssueLink;
  outcomes: ProcessOutcomes;
  signUp: SignUpPolicy | undefined;
  /** How long a person waits for a change to be made. Default: 10 000. */
  patienceMilliseconds?: number;
}>;

/** Whose own account: the caller's. */
export type Self = Readonly<{ accountId: string; username: string }>;

/** `made` when the directory has it; `underway` when it did not answer in time, and the process goes on. */
export type ChangeOutcome = 'made' | 'underway';

/** What people change about their own entry. Each is stored as a wish first, and carried out by a process. */
export const createProfileChanges = (dependencies: ProfileChangeDependencies) => {
  const { log, directory, sshKeys, secrets, issueLink, outcomes, signUp, patienceMilliseconds = 10_000 } = dependencies;

  /** @throws DomainError `profile-change-refused` in the words of whoever refused */
  const outcomeOf = async (
    kind: 'profile-change' | 'email-change',
    accountId: string,
    changeId: string,
  ): Promise<ChangeOutcome> => {
    const ended = await outcomes.ended(processIdOf(kind, `${accountId}.${changeId}`), patienceMilliseconds);
    const { events } = await log.load<AccountEvent>(accountStream(accountId));
    for (const { event } of events.toReversed()) {
      if (event.type === 'profile-change-refused' && event.data.changeId === changeId) {
        throw new DomainError('conflict', 'profile-change-refused', event.data.cause);
      }
    }
    return ended ? 'made' : 'underway';
  };

  const wish = async (
    accountId: string,
    command: AccountCommand & Readonly<{ changeId: string }>,
    context: CommandContext,
  ): Promise<ChangeOutcome> => {
    await onAccount(log, accountId, command, context);
    return outcomeOf('profile-change', accountId, command.changeId);
  };

  const keysOf = async (username: string): Promise<readonly string[]> =>
    (await directory.findByUsername(username))?.sshKeys ?? [];

  return {
    /** @throws DomainError `ssh-key-private`, `ssh-key-malformed`, `ssh-key-weak` (invalid), `ssh-key-exists` (conflict) */
    addSshKey: async (self: Self, text: string, context: CommandContext): Promise<ChangeOutcome> => {
      const { line: key, fingerprint, type: keyType } = sshKeys.read(text);
      const present = await keysOf(self.username);
      if (present.some((line) => sshKeys.inspect(line)?.fingerprint === fingerprint)) {
        throw new DomainError('conflict', 'ssh-key-exists', 'This key is there already.', { fingerprint });
      }
      const changeId = derivedId(context.commandId, 'change');
      return wish(self.accountId, { type: 'submit-ssh-key', changeId, key, fingerprint, keyType }, context);
    },

    /** @throws DomainError `ssh-key-unknown` (not-found) */
    removeSshKey: async (self: Self, fingerprint: string, context: CommandContext): Promise<ChangeOutcome> => {
      const key = (await keysOf(self.username)).find((line) => sshKeys.inspect(line)?.fingerprint === fingerprint);
      if (key === undefined) throw new DomainError('not-found', 'ssh-key-unknown', 'There is no such key.');
      const changeId = derivedId(context.commandId, 'change');
      const keyType = sshKeys.inspect(key)?.type ?? '';
      return wish(self.accountId, { type: 'request-ssh-key-removal', changeId, key, fingerprint, keyType }, context);
    },

    /** @throws DomainError `display-name-malformed` (invalid) */
    changeDisplayName: async (self: Self, text: string, context: CommandContext): Promise<ChangeOutcome> => {
      const displayName = displayNameOf(text);
      const changeId = derivedId(context.commandId, 'change');
      const { events } = await onAccount(
        log,
        self.accountId,
        { type: 'choose-display-name', changeId, displayName },
        context,
      );
      return events.length === 0 ? 'made' : outcomeOf('profile-change', self.accountId, changeId);
    },

    /**
     * A link goes to the new address.
     * @throws DomainError `email-malformed`, `email-not-allowed`, `email-unchanged` (invalid), `links-enough` (conflict)
     */
    requestEmailChange: async (self: Self, text: string, context: CommandContext): Promise<void> => {
      const email = emailAddressOf(text);
      if (signUp !== undefined) insistOnAllowedEmail(email, signUp.isAllowedEmail);
      const { accountId } = self;
      const changeId = derivedId(context.commandId, 'change');
      await onAccount(log, accountId, { type: 'request-email-change', changeId, email, now: context.now }, context);
      await issueLink(
        { accountId, purpose: 'email-change', linkId: derivedId(context.commandId, 'link'), changeId },
        { ...context, commandId: derivedId(context.commandId, 'issue link') },
      );
    },

    /** @throws DomainError `link-invalid` (invalid), `profile-change-refused` (conflict) */
    confirmEmailChange: async (token: string, context: Omit<CommandContext, 'actor'>): Promise<ChangeOutcome> => {
      const { accountId, tokenHash } = readLinkToken(token, secrets);
      const asPerson: CommandContext = { ...context, actor: { type: 'account', id: accountId, roles: [] } };
      const { events } = await onAccount(
        log,
        accountId,
        { type: 'confirm-email-change', tokenHash, now: context.now },
        asPerson,
      );
      const [confirmed] = events;
      return confirmed?.type === 'email-change-confirmed'
        ? outcomeOf('email-change', accountId, confirmed.data.changeId)
        : 'made';
    },
  };
};

import type { AccountCommand } from '../../../domain/account/account-commands.ts';
import type { InstancePolicy } from '../../../domain/account/standing-events.ts';
import { reasonOf } from '../../../domain/instance/reason.ts';
import type { Caller } from '../../../domain/kernel/caller.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { CommandContext, CommandOutcome } from '../command-context.ts';
import { outcomeOf } from '../use-case.ts';
import type { UseCase } from '../use-case.ts';
import { loadAccount } from './load-account.ts';
import { onAccount } from './on-account.ts';

export type StandingDependencies = Readonly<{
  log: EventLog;
  /** How long somebody who asked to be erased can think better of it. */
  erasureGraceMilliseconds: number;
}>;

type OfAccount = Readonly<{ accountId: string }>;

/** Who may use their account, and for how long. */
export const createStanding = ({ log, erasureGraceMilliseconds }: StandingDependencies) => {
  const act = async (accountId: string, command: AccountCommand, context: CommandContext): Promise<CommandOutcome> =>
    outcomeOf(accountId, await onAccount(log, accountId, command, context));

  const disable: UseCase<OfAccount & Readonly<{ reason: string; instances: InstancePolicy }>> = async (
    { accountId, reason: text, instances },
    caller,
    context,
  ) => act(accountId, { type: 'disable-account', caller, reason: reasonOf(text), instances }, context);

  const enable: UseCase<OfAccount> = ({ accountId }, caller, context) =>
    act(accountId, { type: 'enable-account', caller }, context);

  /** Every session of the person but the one that asks. */
  const endOtherSessions = ({ accountId }: Caller, context: CommandContext): Promise<CommandOutcome> =>
    act(accountId, { type: 'end-sessions', kept: context.source.session ?? null }, context);

  /**
   * The person's own wish; typing the username shows that it is meant.
   * @returns when it begins (ISO time)
   */
  const requestErasure = async (
    { confirmation }: Readonly<{ confirmation: string }>,
    caller: Caller,
    context: CommandContext,
  ): Promise<CommandOutcome & Readonly<{ dueAt: string }>> => {
    if (confirmation !== caller.username) {
      throw new DomainError('invalid', 'confirmation-differs', 'Type your username to confirm.');
    }
    const erasureId = derivedId(context.commandId, 'erasure');
    const dueAt = new Date(Date.parse(context.now) + erasureGraceMilliseconds).toISOString();
    const { accountId } = caller;
    const outcome = await act(accountId, { type: 'request-erasure', erasureId, dueAt }, context);
    // A repeat of the request is answered as it was the first time.
    return { ...outcome, dueAt: (await loadAccount(log, accountId)).erasure?.dueAt ?? dueAt };
  };

  const withdrawErasure = ({ accountId }: Caller, context: CommandContext): Promise<CommandOutcome> =>
    act(accountId, { type: 'withdraw-erasure', now: context.now }, context);

  /** Leaves a line in the history: somebody downloaded what is held about them. */
  const recordExport = ({ accountId }: Caller, context: CommandContext): Promise<CommandOutcome> =>
    act(accountId, { type: 'record-export' }, context);

  return { disable, enable, endOtherSessions, requestErasure, withdrawErasure, recordExport };
};

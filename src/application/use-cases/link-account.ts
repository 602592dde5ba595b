import { accountDecider } from '../../domain/account/account-decider.ts';
import type { Particulars } from '../../domain/account/account-decider.ts';
import { derivedId } from '../command-handling/derived-id.ts';
import { handleCommand } from '../command-handling/handle-command.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { CommandContext, CommandOutcome } from './command-context.ts';
import { outcomeOf } from './use-case.ts';

const accountNamespace = '0d9b8f51-3b0f-4f0a-8c53-6c2b7a4f5e90';

/** Our id of a person: the same for ever, whatever their username becomes. @param directoryId FreeIPA's `ipauniqueid` */
export const accountIdOf = (directoryId: string): string => derivedId(accountNamespace, directoryId);

export type LinkAccount = (
  person: Readonly<{ accountId: string }> & Particulars,
  context: CommandContext,
) => Promise<CommandOutcome>;

/** At sign-in: remembers who the person is. Leaves no trace while nothing changed. */
export const createLinkAccount =
  ({ log }: Readonly<{ log: EventLog }>): LinkAccount =>
  async ({ accountId, username, email, displayName }, context) => {
    const handled = await handleCommand({
      log,
      decider: accountDecider,
      streamId: `account-${accountId}`,
      command: { type: 'link-account', accountId, username, email, displayName },
      context,
    });
    return outcomeOf(accountId, handled);
  };

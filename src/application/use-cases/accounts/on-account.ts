import type { AccountCommand } from '../../../domain/account/account-commands.ts';
import { accountDecider } from '../../../domain/account/account-decider.ts';
import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { handleCommand } from '../../command-handling/handle-command.ts';
import type { Handled } from '../../command-handling/handle-command.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { CommandContext } from '../command-context.ts';
import { accountStream } from './load-account.ts';

/** Has the rules of an account decide, and appends what follows. A repeat is recognised by the rules themselves. */
export const onAccount = (
  log: EventLog,
  accountId: string,
  command: AccountCommand,
  context: CommandContext,
): Promise<Handled<AccountEvent>> =>
  handleCommand({ log, decider: accountDecider, streamId: accountStream(accountId), command, context });

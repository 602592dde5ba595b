import { fold } from '../../../domain/kernel/decider.ts';
import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { evolveAccount, initialAccountState } from '../../../domain/account/account-state.ts';
import type { AccountState } from '../../../domain/account/account-state.ts';
import type { EventLog } from '../../ports/event-log.ts';

/** The stream of an account. */
export const accountStream = (accountId: string): string => `account-${accountId}`;

/** An account as its history made it; `unknown` when it has none. */
export const loadAccount = async (log: Pick<EventLog, 'load'>, accountId: string): Promise<AccountState> => {
  const { events } = await log.load<AccountEvent>(accountStream(accountId));
  const history = events.map(({ event }) => event);
  return fold(evolveAccount, initialAccountState, history);
};

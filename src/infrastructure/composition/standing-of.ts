import type { EventLog } from '../../application/ports/event-log.ts';
import { accountStream } from '../../application/use-cases/accounts/load-account.ts';
import type { AccountEvent } from '../../domain/account/account-events.ts';
import { evolveAccount, initialAccountState } from '../../domain/account/account-state.ts';
import { fold } from '../../domain/kernel/decider.ts';
import type { AccountStanding } from '../../projections/account-list/index.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import type { StandingOf } from '../http/authentication.ts';

/** As the account's own history has it; undefined for one that has none. */
const standingInLog = async (log: Pick<EventLog, 'load'>, accountId: string): Promise<AccountStanding | undefined> => {
  const { events } = await log.load<AccountEvent>(accountStream(accountId));
  const history = events.map(({ event }) => event);
  const { phase, disabled } = fold(evolveAccount, initialAccountState, history);
  if (phase === 'unknown') return undefined;
  const last = events.findLast(({ event }) => event.type === 'sessions-ended');
  const kept = last?.event.type === 'sessions-ended' ? last.event.data.kept : null;
  return { phase, disabled, sessionsEnded: last?.metadata.at ?? null, sessionKept: kept };
};

/**
 * What decides whether somebody may come in. While the read model still reads what was decided, or has failed, the log is asked
 * itself: whoever was disabled or whose session was ended must not get in because a file is being made anew.
 */
export const standingOf =
  ({ accountList, engine }: Pick<ReadModels, 'accountList' | 'engine'>, log: Pick<EventLog, 'load'>): StandingOf =>
  async (accountId) =>
    // Asked anew each time: after a rebuild another file answers.
    engine.isLive('account-list') ? accountList.standing(accountId) : standingInLog(log, accountId);

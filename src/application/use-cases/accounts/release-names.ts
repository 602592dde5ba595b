import { unneededNames } from '../../../domain/account/account-names.ts';
import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { evolveAccount, initialAccountState } from '../../../domain/account/account-state.ts';
import { fold } from '../../../domain/kernel/decider.ts';
import { erased } from '../../../domain/personal-data.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reservations } from '../reservations.ts';
import { accountStream } from './load-account.ts';

/**
 * Lets go of every username and address that an account had or wished for and does not need any more, as long as its history can
 * still be read. What somebody else holds is left alone.
 * @param command a new command for each of them
 */
export const releaseNames = async (
  { log, reservations }: Readonly<{ log: Pick<EventLog, 'load'>; reservations: Pick<Reservations, 'release'> }>,
  holder: string,
  command: () => CommandContext,
): Promise<void> => {
  const { events } = await log.load<AccountEvent>(accountStream(holder));
  const history = events.map(({ event }) => event);
  const { usernames, emails } = unneededNames(history, fold(evolveAccount, initialAccountState, history));
  const claims = [
    ...usernames.map((value) => ({ kind: 'username', value, holder }) as const),
    ...emails.map((value) => ({ kind: 'email', value, holder }) as const),
  ];
  for (const claim of claims) if (claim.value !== erased) await reservations.release(claim, command());
};

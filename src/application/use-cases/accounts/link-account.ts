import type { Particulars } from '../../../domain/account/account-state.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reservations } from '../reservations.ts';
import { onAccount } from './on-account.ts';

const accountNamespace = '0d9b8f51-3b0f-4f0a-8c53-6c2b7a4f5e90';

/**
 * Our id of a person in the directory: that of the account which signed up for the entry, else one that follows from the entry
 * (FreeIPA's `ipauniqueid`). The same for ever, whatever their username becomes.
 */
export type AccountIdOf = (directoryId: string, now: string) => Promise<string>;

export const createAccountIdOf =
  (reservations: Pick<Reservations, 'holderOf'>): AccountIdOf =>
  async (directoryId, now) =>
    (await reservations.holderOf({ kind: 'directory', value: directoryId }, now)) ??
    derivedId(accountNamespace, directoryId);

export type LinkAccount = (
  person: Readonly<{ accountId: string }> & Particulars,
  context: CommandContext,
) => Promise<void>;

/** At sign-in: remembers who the person is. Leaves no trace while nothing changed. */
export const createLinkAccount =
  ({ log }: Readonly<{ log: EventLog }>): LinkAccount =>
  async ({ accountId, username, email, displayName }, context) => {
    await onAccount(log, accountId, { type: 'link-account', accountId, username, email, displayName }, context);
  };

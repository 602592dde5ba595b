import type { Particulars } from '../../../domain/account/account-state.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import type { Person } from '../../ports/directory.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reservations } from '../reservations.ts';
import { loadAccount } from './load-account.ts';
import { onAccount } from './on-account.ts';
import { releaseNames } from './release-names.ts';

const accountNamespace = '0d9b8f51-3b0f-4f0a-8c53-6c2b7a4f5e90';

/**
 * Our id of a person in the directory: that of the account which signed up for the entry, else one that follows from the entry
 * (FreeIPA's `ipauniqueid`). The same for ever, whatever their username becomes.
 */
export type AccountIdOf = (
  person: Pick<Person, 'directoryId' | 'username' | 'madeFor'>,
  now: string,
) => Promise<string>;

export type AccountIdDependencies = Readonly<{
  log: Pick<EventLog, 'load'>;
  reservations: Pick<Reservations, 'holderOf'>;
}>;

export const createAccountIdOf = ({ log, reservations }: AccountIdDependencies): AccountIdOf => {
  /**
   * FreeIPA has the user, and the account has not claimed the entry yet. Only then a mark counts, and only on the entry of that
   * name, of which there is one: whoever copies the mark of an account to another entry gets nothing by it.
   */
  const isBeingSetUp = async (accountId: string, username: string): Promise<boolean> => {
    const { phase, particulars } = await loadAccount(log, accountId);
    return phase === 'verified' && particulars.username === username;
  };

  return async ({ directoryId, username, madeFor }, now) => {
    const claimedBy = () => reservations.holderOf({ kind: 'directory', value: directoryId }, now);
    const holder = await claimedBy();
    if (holder !== undefined) return holder;
    const derived = derivedId(accountNamespace, directoryId);
    if (madeFor === undefined) return derived;
    if (await isBeingSetUp(madeFor, username)) return madeFor;
    // It may have been claimed since the first look.
    return (await claimedBy()) ?? derived;
  };
};

export type LinkAccountDependencies = Readonly<{ log: EventLog; reservations: Pick<Reservations, 'release'> }>;

export type LinkAccount = (
  person: Readonly<{ accountId: string }> & Particulars,
  context: CommandContext,
) => Promise<void>;

/** At sign-in: remembers who the person is, and lets go of names they had. Leaves no trace while nothing changed. */
export const createLinkAccount =
  (dependencies: LinkAccountDependencies): LinkAccount =>
  async ({ accountId, username, email, displayName }, context) => {
    const command = { type: 'link-account', accountId, username, email, displayName } as const;
    const { events } = await onAccount(dependencies.log, accountId, command, context);
    if (events.length === 0) return;
    let released = 0;
    await releaseNames(dependencies, accountId, () => {
      released += 1;
      return { ...context, commandId: derivedId(context.commandId, `release ${String(released)}`) };
    });
  };

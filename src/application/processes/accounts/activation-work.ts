import { activation } from '../../../domain/account/account-processes.ts';
import type { activationSteps } from '../../../domain/account/account-processes.ts';
import type { Particulars } from '../../../domain/account/account-state.ts';
import { DirectoryError } from '../../ports/directory.ts';
import type { LeavingPerson, OwnEntry } from '../../ports/directory.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import { releaseNames } from '../../use-cases/accounts/release-names.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import type { AccountDependencies } from './account-dependencies.ts';

export type ActivationDependencies = Pick<AccountDependencies, 'log' | 'reservations' | 'keyVault' | 'newUserGroups'> &
  Readonly<{
    directory: Pick<
      AccountDependencies['directory'],
      'activate' | 'findByUsername' | 'joinGroups' | 'nameHolder' | 'remove' | 'unstage'
    >;
  }>;

/** From a verified address to a user in the groups of members. The password comes last, from the person themselves. */
export const activationWork = (dependencies: ActivationDependencies): ProcessWork => {
  const { log, directory, reservations, keyVault, newUserGroups } = dependencies;

  /** A step on the entry of the account; nothing to do once nobody waits for it. Whoever got in meanwhile still does. */
  const onEntry = (act: (entry: OwnEntry, call: StepCall) => Promise<unknown>): Pick<StepEffect, 'perform'> => ({
    perform: async (call) => {
      const { phase, accountId, particulars } = await loadAccount(log, call.process().subject);
      if (phase === 'verified' || phase === 'active') await act({ accountId, username: particulars.username }, call);
      return {};
    },
  });

  /** A missing group is for an admin; a missing user is one whom another server of FreeIPA has made a moment ago. */
  const areThere = async (groups: readonly string[]): Promise<boolean> => {
    for (const group of groups) if ((await directory.nameHolder(group)) === undefined) return false;
    return true;
  };
  const notYetSeen = (): StepFailure => new StepFailure('busy', 'FreeIPA does not show the new user yet.');

  /** Whatever stands there of the account, staged or a user already; what the name means to somebody else stays. */
  const removeFromDirectory = async (accountId: string, { username, email }: Particulars): Promise<void> => {
    const person = await directory.findByUsername(username);
    if (person?.madeFor === accountId) {
      const { directoryId } = person;
      const isTheirs: LeavingPerson['isTheirs'] = (entry) => Promise.resolve(entry.directoryId === directoryId);
      await directory.remove({ accountId, username, email, isTheirs });
    }
    try {
      await directory.unstage({ accountId, username });
    } catch (error) {
      if (!(error instanceof DirectoryError) || error.failure !== 'conflict') throw error;
    }
  };

  const effects = {
    'activate-user': {
      ...onEntry((entry) => directory.activate(entry)),
      undo: async (call) => {
        const { phase, accountId, particulars } = await loadAccount(log, call.process().subject);
        if (phase === 'verified') await removeFromDirectory(accountId, particulars);
        await onAccount(log, accountId, { type: 'give-up-activation' }, call.command());
        // Whoever got in meanwhile keeps the account.
        if ((await loadAccount(log, accountId)).phase !== 'lapsed') return;
        await releaseNames(dependencies, accountId, call.command);
        await keyVault.destroy(accountId);
      },
    },
    'claim-identity': onEntry(async ({ accountId, username }, call) => {
      const person = await directory.findByUsername(username);
      if (person?.madeFor !== accountId) throw notYetSeen();
      const claim = { kind: 'directory', value: person.directoryId, holder: accountId } as const;
      await reservations.reserve([claim], call.command());
      await reservations.confirm(claim, call.command());
    }),
    'join-groups': onEntry(async ({ username }) => {
      try {
        await directory.joinGroups(username, newUserGroups);
      } catch (error) {
        if (!(error instanceof DirectoryError) || error.failure !== 'absent') throw error;
        throw (await areThere(newUserGroups)) ? notYetSeen() : error;
      }
    }),
    finish: {
      perform: async (call) => {
        await onAccount(log, call.process().subject, { type: 'record-activated' }, call.command());
        return {};
      },
    },
  } satisfies Record<(typeof activationSteps)[number]['name'], StepEffect>;

  return { definition: activation, inputFor: () => Promise.resolve({}), effects };
};

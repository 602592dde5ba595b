import { erasure } from '../../../domain/account/account-processes.ts';
import type { erasureSteps } from '../../../domain/account/account-processes.ts';
import type { AccountState } from '../../../domain/account/account-state.ts';
import { aggregateOf, turnOf } from '../../../domain/process/process-definition.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import { releaseNames } from '../../use-cases/accounts/release-names.ts';
import type { LeavingPerson } from '../../ports/directory.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';
import { endInstances, releaseInstanceNames } from './end-instances.ts';
import { sayGoodbye } from './say-goodbye.ts';

export type ErasureDependencies = Pick<
  AccountDependencies,
  'log' | 'reservations' | 'accountIdOf' | 'keyVault' | 'mailer' | 'ownedInstances'
> &
  Readonly<{ directory: Pick<AccountDependencies['directory'], 'remove'> }>;

/**
 * Forgets a person: their instances, their entry in the directory, their names and, last of all, the key that everything else
 * about them in the log is encrypted with. Each step still needs what the later ones remove.
 */
export const erasureWork = (dependencies: ErasureDependencies): ProcessWork => {
  const { log, directory, reservations, accountIdOf, keyVault, mailer, ownedInstances } = dependencies;
  const accountIn = (call: StepCall): string => aggregateOf(call.process().subject);

  /** The account while it is being erased; undefined for one that thought better of it in the last moment. */
  const erasing = async (call: StepCall): Promise<AccountState | undefined> => {
    const account = await loadAccount(log, accountIn(call));
    return account.phase === 'erasing' ? account : undefined;
  };

  /** A step that has nothing to do when nobody is being erased. */
  const whileErasing = (act: (account: AccountState, call: StepCall) => Promise<void>): StepEffect => ({
    perform: async (call) => {
      const account = await erasing(call);
      if (account !== undefined) await act(account, call);
      return {};
    },
  });

  /** Every instance of the person, and the names they held: later nobody could tell any more what the domains were. */
  const endAllInstances = async ({ accountId }: AccountState, call: StepCall): Promise<void> => {
    const instanceIds = await ownedInstances.of(accountId);
    await endInstances(log, instanceIds, call);
    await releaseInstanceNames(log, reservations, instanceIds, call);
  };

  const effects = {
    begin: {
      perform: async (call) => {
        const erasureId = turnOf(call.process().subject);
        await onAccount(log, accountIn(call), { type: 'begin-erasure', erasureId }, call.command());
        return {};
      },
    },
    'delete-instances': whileErasing(endAllInstances),
    'say-goodbye': {
      perform: async (call) => {
        const account = await erasing(call);
        return account === undefined ? {} : sayGoodbye(mailer, account, call);
      },
    },
    'remove-user': whileErasing(async ({ accountId, particulars: { username, email } }, call) => {
      // Name and address may be somebody else's by now; only the entry of this very account goes.
      const isTheirs: LeavingPerson['isTheirs'] = async (entry) => (await accountIdOf(entry, call.now())) === accountId;
      await directory.remove({ accountId, username, email, isTheirs });
    }),
    'release-names': whileErasing(({ accountId }, call) => releaseNames(dependencies, accountId, call.command)),
    record: whileErasing(async (account, call) => {
      // Whoever was let in before it began may have asked for another one since the first look.
      await endAllInstances(account, call);
      await onAccount(log, account.accountId, { type: 'record-erased' }, call.command());
    }),
    'destroy-key': {
      perform: async (call) => {
        const accountId = accountIn(call);
        if ((await loadAccount(log, accountId)).phase === 'erased') await keyVault.destroy(accountId);
        return {};
      },
    },
  } satisfies Record<(typeof erasureSteps)[number]['name'], StepEffect>;

  return { definition: erasure, inputFor: () => Promise.resolve({}), effects };
};

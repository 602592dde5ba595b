import { lapse } from '../../../domain/account/account-processes.ts';
import type { lapseSteps } from '../../../domain/account/account-processes.ts';
import type { AccountState } from '../../../domain/account/account-state.ts';
import { erased } from '../../../domain/personal-data.ts';
import { DirectoryError } from '../../ports/directory.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import { releaseNames } from '../../use-cases/accounts/release-names.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';

/** A sign-up that nobody verified in time leaves nothing behind but facts without a name. */
export const lapseWork = (dependencies: AccountDependencies): ProcessWork => {
  const { log, directory, keyVault } = dependencies;

  /**
   * The account, when it has lapsed: whoever verified in the last moment keeps it. When an admin gave the sign-up up, everything
   * was taken back then, and nobody can tell any more what it was.
   */
  const lapsed = async (call: StepCall): Promise<AccountState | undefined> => {
    const account = await loadAccount(log, call.process().subject);
    return account.phase === 'lapsed' && account.particulars.username !== erased ? account : undefined;
  };

  const effects = {
    record: {
      perform: async (call) => {
        await onAccount(log, call.process().subject, { type: 'lapse' }, call.command());
        return {};
      },
    },
    'unstage-user': {
      perform: async (call) => {
        const account = await lapsed(call);
        if (account === undefined) return {};
        const { accountId, particulars } = account;
        try {
          await directory.unstage({ accountId, username: particulars.username });
        } catch (error) {
          // The name was somebody else's from the start: nothing of ours stands there.
          if (!(error instanceof DirectoryError) || error.failure !== 'conflict') throw error;
        }
        return {};
      },
    },
    'release-names': {
      perform: async (call) => {
        const account = await lapsed(call);
        if (account !== undefined) await releaseNames(dependencies, account.accountId, call.command);
        return {};
      },
    },
    // Nobody became a member; what they typed is nobody's business any more.
    'destroy-key': {
      perform: async (call) => {
        const account = await lapsed(call);
        if (account !== undefined) await keyVault.destroy(account.accountId);
        return {};
      },
    },
  } satisfies Record<(typeof lapseSteps)[number]['name'], StepEffect>;

  return { definition: lapse, inputFor: () => Promise.resolve({}), effects };
};

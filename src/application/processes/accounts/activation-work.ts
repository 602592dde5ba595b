import { activation } from '../../../domain/account/account-processes.ts';
import type { activationSteps } from '../../../domain/account/account-processes.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import type { AccountDependencies } from './account-dependencies.ts';

/** From a verified address to a user in the groups of members. The password comes last, from the person themselves. */
export const activationWork = (dependencies: AccountDependencies): ProcessWork => {
  const { log, directory, reservations, newUserGroups } = dependencies;

  const entryOf = async (call: StepCall) => {
    const { accountId, particulars } = await loadAccount(log, call.process().subject);
    return { accountId, username: particulars.username };
  };

  const effects = {
    'activate-user': {
      perform: async (call) => {
        await directory.activate(await entryOf(call));
        return {};
      },
    },
    'claim-identity': {
      perform: async (call) => {
        const { accountId, username } = await entryOf(call);
        const person = await directory.findByUsername(username);
        if (person?.madeFor !== accountId) {
          throw new StepFailure('busy', 'FreeIPA does not show the new user yet.');
        }
        const claim = { kind: 'directory', value: person.directoryId, holder: accountId } as const;
        await reservations.reserve([claim], call.command());
        await reservations.confirm(claim, call.command());
        return {};
      },
    },
    'join-groups': {
      perform: async (call) => {
        const { username } = await entryOf(call);
        await directory.joinGroups(username, newUserGroups);
        return {};
      },
    },
    finish: {
      perform: async (call) => {
        await onAccount(log, call.process().subject, { type: 'record-activated' }, call.command());
        return {};
      },
    },
  } satisfies Record<(typeof activationSteps)[number]['name'], StepEffect>;

  return {
    definition: activation,
    inputFor: async (accountId) => ((await loadAccount(log, accountId)).phase === 'verified' ? {} : undefined),
    effects,
  };
};

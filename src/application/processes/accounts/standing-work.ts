import { standing } from '../../../domain/account/account-processes.ts';
import type { standingSteps } from '../../../domain/account/account-processes.ts';
import { aggregateOf } from '../../../domain/process/process-definition.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { followOwner } from '../guests/follow-owner.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';

export type StandingDependencies = Pick<AccountDependencies, 'log' | 'ownedInstances'> &
  Readonly<{ directory: Pick<AccountDependencies['directory'], 'setDisabled'> }>;

/** Directory and instances follow the standing of an account as it is now, whichever change began this. */
export const standingWork = ({ log, directory, ownedInstances }: StandingDependencies): ProcessWork => {
  const accountIn = (call: StepCall): string => aggregateOf(call.process().subject);

  const effects = {
    'change-directory': {
      perform: async (call) => {
        const { phase, disabled, particulars } = await loadAccount(log, accountIn(call));
        if (phase === 'active') await directory.setDisabled(particulars.username, disabled);
        return {};
      },
    },
    'change-instances': {
      perform: async (call) => {
        // What is being set up follows when it is ready.
        for (const instanceId of await ownedInstances.of(accountIn(call))) await followOwner(log, instanceId, call);
        return {};
      },
    },
  } satisfies Record<(typeof standingSteps)[number]['name'], StepEffect>;

  return { definition: standing, inputFor: () => Promise.resolve({}), effects };
};

import { standing } from '../../../domain/account/account-processes.ts';
import type { standingSteps } from '../../../domain/account/account-processes.ts';
import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { instanceDecider } from '../../../domain/instance/instance-decider.ts';
import type { InstanceCommand } from '../../../domain/instance/instance-commands.ts';
import type { InstancePolicy } from '../../../domain/account/standing-events.ts';
import { aggregateOf } from '../../../domain/process/process-definition.ts';
import { handleCommand } from '../../command-handling/handle-command.ts';
import { accountStream, loadAccount } from '../../use-cases/accounts/load-account.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import { instanceStream } from '../../use-cases/use-case.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import type { AccountDependencies } from './account-dependencies.ts';

/** Directory and instances follow the standing of an account as it is now, whichever change began this. */
export const standingWork = (dependencies: AccountDependencies): ProcessWork => {
  const { log, directory, ownedInstances } = dependencies;
  const accountIn = (call: StepCall): string => aggregateOf(call.process().subject);

  /** What the admin who disabled the account last said about its instances. */
  const policyOf = async (accountId: string): Promise<InstancePolicy> => {
    const { events } = await log.load<AccountEvent>(accountStream(accountId));
    const last = events.map(({ event }) => event).findLast((event) => event.type === 'account-disabled');
    return last?.data.instances ?? 'stay';
  };

  const toInstance = async (instanceId: string, command: InstanceCommand, call: StepCall): Promise<void> => {
    const streamId = instanceStream(instanceId);
    await handleCommand({ log, decider: instanceDecider, streamId, command, context: call.command() });
  };

  const suspendAll = async (accountId: string, call: StepCall): Promise<void> => {
    let underway = 0;
    for (const instanceId of await ownedInstances.of(accountId)) {
      const { status } = await loadInstance(log, instanceId);
      if (status === 'running')
        await toInstance(instanceId, { type: 'suspend-instance', because: 'owner-disabled' }, call);
      if (status === 'provisioning') underway += 1;
    }
    if (underway > 0) {
      throw new StepFailure('busy', `${String(underway)} of their instances are still being set up.`);
    }
  };

  const resumeAll = async (accountId: string, call: StepCall): Promise<void> => {
    for (const instanceId of await ownedInstances.of(accountId)) {
      const { status } = await loadInstance(log, instanceId);
      if (status === 'suspended') await toInstance(instanceId, { type: 'resume-instance' }, call);
    }
  };

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
        const accountId = accountIn(call);
        const { phase, disabled } = await loadAccount(log, accountId);
        if (phase !== 'active') return {};
        if (!disabled) await resumeAll(accountId, call);
        else if ((await policyOf(accountId)) === 'stop') await suspendAll(accountId, call);
        return {};
      },
    },
  } satisfies Record<(typeof standingSteps)[number]['name'], StepEffect>;

  return { definition: standing, inputFor: () => Promise.resolve({}), effects };
};

import { instanceDecider } from '../../../domain/instance/instance-decider.ts';
import type { InstanceCommand } from '../../../domain/instance/instance-commands.ts';
import { erased } from '../../../domain/personal-data.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { processDecider } from '../../../domain/process/process-decider.ts';
import { processIdOf } from '../../../domain/process/process-definition.ts';
import { provisioning } from '../../../domain/provisioning/provisioning-steps.ts';
import { handleCommand } from '../../command-handling/handle-command.ts';
import type { EventLog } from '../../ports/event-log.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import type { Reservations } from '../../use-cases/reservations.ts';
import { instanceStream } from '../../use-cases/use-case.ts';
import type { StepCall } from '../kernel/step-effect.ts';
import { StepFailure } from '../kernel/step-failure.ts';

/**
 * Brings every instance of a person to its end: a request is withdrawn, a provisioning given up, a guest deleted. What takes its
 * time is not waited for here: deletions are work of their own, and need the place that whoever waits would take.
 * @throws StepFailure `busy` while some have not ended
 */
export const endInstances = async (log: EventLog, instanceIds: readonly string[], call: StepCall): Promise<void> => {
  let left = 0;
  for (const instanceId of instanceIds) if (!(await hasEnded(log, instanceId, call))) left += 1;
  if (left > 0) throw new StepFailure('busy', `${String(left)} of their instances are not deleted yet.`);
};

/** Pushes one instance towards its end; whether it has come there. */
const hasEnded = async (log: EventLog, instanceId: string, call: StepCall): Promise<boolean> => {
  const toInstance = async (command: InstanceCommand): Promise<void> => {
    const streamId = instanceStream(instanceId);
    await handleCommand({ log, decider: instanceDecider, streamId, command, context: call.command() });
  };
  const instance = await loadInstance(log, instanceId);
  switch (instance.status) {
    case 'absent':
    case 'refused':
    case 'withdrawn':
    case 'abandoned':
    case 'deleted':
      return true;
    case 'pending':
      // In the owner's name: it is their request, and their wish that it ends.
      await toInstance({
        type: 'withdraw-request',
        caller: { accountId: instance.owner, username: '', roles: ['member'] },
      });
      return true;
    case 'running':
    case 'suspended':
      await toInstance({ type: 'begin-deletion', because: 'owner-erased' });
      return false;
    case 'provisioning':
      await giveUpProvisioning(log, instanceId, call);
      return false;
    case 'deleting':
      return false;
  }
};

/** A provisioning can be given up while it waits or is parked; one that is under way ends first. */
const giveUpProvisioning = async (log: EventLog, instanceId: string, call: StepCall): Promise<void> => {
  try {
    await handleCommand({
      log,
      decider: processDecider(provisioning),
      streamId: processIdOf('provisioning', instanceId),
      command: { type: 'abandon', reason: 'Its owner is being erased.' },
      context: call.command(),
    });
  } catch (error) {
    // Not begun, under way, given up already or over: the next look shows what came of it.
    if (!(error instanceof DomainError)) throw error;
  }
};

/** Lets go of hostnames and default domains. */
export const releaseInstanceNames = async (
  log: EventLog,
  reservations: Reservations,
  instanceIds: readonly string[],
  call: StepCall,
): Promise<void> => {
  for (const holder of instanceIds) {
    const instance = await loadInstance(log, holder);
    if (instance.status === 'absent') continue;
    await reservations.release({ kind: 'hostname', value: instance.hostname, holder }, call.command());
    if (instance.defaultDomain === erased) continue;
    await reservations.release({ kind: 'domain', value: instance.defaultDomain, holder }, call.command());
  }
};

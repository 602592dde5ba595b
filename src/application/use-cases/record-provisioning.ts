import { instanceDecider } from '../../domain/instance/instance-decider.ts';
import type {
  InstanceCommand,
  RecordProvisioned,
  RecordProvisioningAbandoned,
} from '../../domain/instance/instance-commands.ts';
import { handleCommand } from '../command-handling/handle-command.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { CommandContext, CommandOutcome } from './command-context.ts';
import { instanceStream, outcomeOf } from './use-case.ts';

type OfInstance = Readonly<{ instanceId: string }>;

/** What the provisioning process tells the instance it worked for. Saying it again changes nothing. */
export type RecordProvisioning = Readonly<{
  provisioned: (fact: OfInstance & Omit<RecordProvisioned, 'type'>, context: CommandContext) => Promise<CommandOutcome>;
  abandoned: (
    fact: OfInstance & Omit<RecordProvisioningAbandoned, 'type'>,
    context: CommandContext,
  ) => Promise<CommandOutcome>;
}>;

export const createRecordProvisioning = ({ log }: Readonly<{ log: EventLog }>): RecordProvisioning => {
  const record = async (
    instanceId: string,
    command: InstanceCommand,
    context: CommandContext,
  ): Promise<CommandOutcome> => {
    const streamId = instanceStream(instanceId);
    return outcomeOf(instanceId, await handleCommand({ log, decider: instanceDecider, streamId, command, context }));
  };
  return {
    provisioned: ({ instanceId, node, vmid, address }, context) =>
      record(instanceId, { type: 'record-provisioned', node, vmid, address }, context),
    abandoned: ({ instanceId, reason }, context) =>
      record(instanceId, { type: 'record-provisioning-abandoned', reason }, context),
  };
};

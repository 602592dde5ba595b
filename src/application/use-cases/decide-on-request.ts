import { instanceDecider } from '../../domain/instance/instance-decider.ts';
import type { InstanceCommand } from '../../domain/instance/instance-commands.ts';
import { reasonOf } from '../../domain/instance/reason.ts';
import type { Caller } from '../../domain/kernel/caller.ts';
import { handleCommand } from '../command-handling/handle-command.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import { loadAccount } from './accounts/load-account.ts';
import type { CommandContext, CommandOutcome } from './command-context.ts';
import { loadInstance } from './load-instance.ts';
import { fingerprintOf, instanceStream, outcomeOf } from './use-case.ts';
import type { UseCase } from './use-case.ts';

export type DecideOnRequestDependencies = Readonly<{ log: EventLog; keyedHash: KeyedHash }>;

type OfInstance = Readonly<{ instanceId: string }>;

/** An admin approves; provisioning follows by itself. */
export const createApproveRequest =
  (dependencies: DecideOnRequestDependencies): UseCase<OfInstance> =>
  async ({ instanceId }, caller, context) => {
    const { log } = dependencies;
    const instance = await loadInstance(log, instanceId);
    const { phase, disabled } = await loadAccount(log, instance.status === 'absent' ? '' : instance.owner);
    const command = { type: 'approve-request', caller, owner: { phase, disabled } } as const;
    return decideOn(dependencies, instanceId, command, [], caller, context);
  };

/** An admin refuses, with a reason that the owner reads. */
export const createRefuseRequest =
  (dependencies: DecideOnRequestDependencies): UseCase<OfInstance & Readonly<{ reason: string }>> =>
  async (input, caller, context) => {
    const reason = reasonOf(input.reason);
    return decideOn(
      dependencies,
      input.instanceId,
      { type: 'refuse-request', caller, reason },
      [reason],
      caller,
      context,
    );
  };

/** The owner thinks better of it. */
export const createWithdrawRequest =
  (dependencies: DecideOnRequestDependencies): UseCase<OfInstance> =>
  ({ instanceId }, caller, context) =>
    decideOn(dependencies, instanceId, { type: 'withdraw-request', caller }, [], caller, context);

const decideOn = async (
  { log, keyedHash }: DecideOnRequestDependencies,
  instanceId: string,
  command: InstanceCommand,
  content: readonly string[],
  caller: Caller,
  context: CommandContext,
): Promise<CommandOutcome> => {
  const handled = await handleCommand({
    log,
    decider: instanceDecider,
    streamId: instanceStream(instanceId),
    command,
    context,
    fingerprint: fingerprintOf(keyedHash, command.type, caller, content),
  });
  return outcomeOf(instanceId, handled);
};

import { reasonOf } from '../../domain/instance/reason.ts';
import { allowed, barred, every, insist } from '../../domain/kernel/act.ts';
import type { Act } from '../../domain/kernel/act.ts';
import type { Actor } from '../../domain/kernel/actor.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { mayAbandon, mayResume } from '../../domain/process/process-acts.ts';
import type { ProcessInView } from '../../domain/process/process-acts.ts';
import { processDecider } from '../../domain/process/process-decider.ts';
import { isProcessKind, parseProcessId } from '../../domain/process/process-definition.ts';
import { processDefinitions } from '../../domain/process/process-definitions.ts';
import { handleCommand } from '../command-handling/handle-command.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { CommandContext, CommandOutcome } from '../use-cases/command-context.ts';
import { outcomeOf } from '../use-cases/use-case.ts';

export type AdminActDependencies = Readonly<{ log: EventLog; keyedHash: KeyedHash }>;

/** `provisioning-<instanceId>`, and why: both are kept in the log. */
type AdminActInput = Readonly<{ processId: string; reason: string }>;

export type AdminAct = (input: AdminActInput, context: CommandContext) => Promise<CommandOutcome>;

/** Admins touch processes, and whoever operates the machine. */
const mayTouchProcesses = (actor: Actor): Act =>
  actor.type === 'cli' || (actor.type === 'account' && actor.roles.includes('admin'))
    ? allowed
    : barred('forbidden', 'not-allowed', 'Only admins can retry or give up a process.', { needs: 'admin' });

/** What somebody may do with a process now, each with the reason when not. */
export const processActsOf = (
  { kind, ...process }: ProcessInView & Readonly<{ kind: string }>,
  actor: Actor,
): Readonly<{ retry: Act; abandon: Act }> => {
  const mayTouch = () => mayTouchProcesses(actor);
  const definition = isProcessKind(kind) ? processDefinitions[kind] : {};
  return {
    retry: every(mayTouch, () => mayResume(process)),
    abandon: every(mayTouch, () => mayAbandon(definition, process)),
  };
};

/**
 * An admin has a parked or waiting process try again now.
 * @throws DomainError `not-allowed`, `reason-malformed`, `process-unknown`, `process-ended`, `process-busy`
 */
export const createRetryProcess = (dependencies: AdminActDependencies): AdminAct => adminAct(dependencies, 'resume');

/**
 * An admin gives a parked or waiting process up: what it has made is taken back.
 * @throws DomainError `not-allowed`, `reason-malformed`, `process-unknown`, `process-ended`, `process-busy`, `process-abandoned`, `process-goes-on`
 */
export const createAbandonProcess = (dependencies: AdminActDependencies): AdminAct => adminAct(dependencies, 'abandon');

const adminAct =
  ({ log, keyedHash }: AdminActDependencies, act: 'resume' | 'abandon'): AdminAct =>
  async ({ processId, reason: text }, context) => {
    insist(mayTouchProcesses(context.actor));
    const reason = reasonOf(text);
    const about = parseProcessId(processId);
    if (about === undefined) throw new DomainError('not-found', 'process-unknown', 'There is no such process.');
    const handled = await handleCommand({
      log,
      decider: processDecider(processDefinitions[about.kind]),
      streamId: processId,
      command: { type: act, reason },
      context,
      fingerprint: keyedHash('command', JSON.stringify([`${act}-process`, context.actor.id, processId, reason])),
    });
    return outcomeOf(processId, handled);
  };

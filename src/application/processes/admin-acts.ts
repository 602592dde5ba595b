import { reasonOf } from '../../domain/instance/reason.ts';
import { allowed, barred, insist } from '../../domain/kernel/act.ts';
import type { Act } from '../../domain/kernel/act.ts';
import type { Caller } from '../../domain/kernel/caller.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { processDecider } from '../../domain/process/process-decider.ts';
import { parseProcessId } from '../../domain/process/process-definition.ts';
import type { ProcessDefinition, ProcessKind } from '../../domain/process/process-definition.ts';
import { provisioning } from '../../domain/provisioning/provisioning-steps.ts';
import { handleCommand } from '../command-handling/handle-command.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import { fingerprintOf, outcomeOf } from '../use-cases/use-case.ts';
import type { UseCase } from '../use-cases/use-case.ts';

export type AdminActDependencies = Readonly<{ log: EventLog; keyedHash: KeyedHash }>;

/** `provisioning-<instanceId>`, and why: both are kept in the log. */
export type AdminActInput = Readonly<{ processId: string; reason: string }>;

const definitions: Readonly<Record<ProcessKind, ProcessDefinition>> = { provisioning };

/** Only admins touch processes. */
export const mayTouchProcesses = ({ roles }: Pick<Caller, 'roles'>): Act =>
  roles.includes('admin')
    ? allowed
    : barred('forbidden', 'not-allowed', 'Only admins can retry or give up a process.', { needs: 'admin' });

/**
 * An admin has a parked or waiting process try again now.
 * @throws DomainError `not-allowed`, `reason-malformed`, `process-unknown`, `process-ended`, `process-busy`
 */
export const createRetryProcess = (dependencies: AdminActDependencies): UseCase<AdminActInput> =>
  adminAct(dependencies, 'resume');

/**
 * An admin gives a parked or waiting process up: what it has made is taken back.
 * @throws DomainError `not-allowed`, `reason-malformed`, `process-unknown`, `process-ended`, `process-busy`, `process-abandoned`
 */
export const createAbandonProcess = (dependencies: AdminActDependencies): UseCase<AdminActInput> =>
  adminAct(dependencies, 'abandon');

const adminAct =
  ({ log, keyedHash }: AdminActDependencies, act: 'resume' | 'abandon'): UseCase<AdminActInput> =>
  async ({ processId, reason: text }, caller, context) => {
    insist(mayTouchProcesses(caller));
    const reason = reasonOf(text);
    const about = parseProcessId(processId);
    if (about === undefined) throw new DomainError('not-found', 'process-unknown', 'There is no such process.');
    const handled = await handleCommand({
      log,
      decider: processDecider(definitions[about.kind]),
      streamId: processId,
      command: { type: act, reason },
      context,
      fingerprint: fingerprintOf(keyedHash, `${act}-process`, caller, [processId, reason]),
    });
    return outcomeOf(processId, handled);
  };

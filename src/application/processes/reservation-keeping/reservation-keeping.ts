import type { InstanceState } from '../../../domain/instance/instance-state.ts';
import { erased } from '../../../domain/personal-data.ts';
import { parseKeepingId } from '../../../domain/process/keeping-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { Log } from '../../ports/logger.ts';
import type { CommandContext } from '../../use-cases/command-context.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import type { Reservations } from '../../use-cases/reservations.ts';
import type { Worker } from '../kernel/work.ts';

export type ReservationKeepingDependencies = Readonly<{
  log: EventLog;
  reservations: Reservations;
  clock: Clock;
  newId: () => string;
  logger: Log;
}>;

/**
 * Keeps the names of an instance in step with it: confirmed once it was requested, free again once nothing will come of it.
 * Which work is due is said in domain/process/deadline-rules.ts; a repeat changes nothing.
 */
export const reservationKeeping =
  ({ log, reservations, clock, newId, logger }: ReservationKeepingDependencies): Worker =>
  async (work, tenure) => {
    const task = parseKeepingId(work.workId);
    if (task === undefined) throw new Error(`no work of reservation keeping: ${work.workId}`);
    const instanceId = work.subject;
    const instance = await loadInstance(log, instanceId);
    if (instance.status === 'absent') return undefined;

    const value = task.kind === 'hostname' ? instance.hostname : instance.defaultDomain;
    if (value === erased) {
      logger.warn({ workId: work.workId }, 'the owner was erased; their domain can not be told any more');
      return undefined;
    }
    // What has ended meanwhile is released by a work of its own.
    if (task.act === 'confirm' && hasEnded(instance)) return undefined;

    const context: CommandContext = {
      commandId: newId(),
      correlationId: work.correlationId,
      causationId: work.causationId,
      actor: { type: 'system', id: 'reservation-keeping' },
      source: { channel: 'process' },
      now: clock(),
    };
    tenure.signal.throwIfAborted();
    tenure.fence();
    await reservations[task.act]({ kind: task.kind, value, holder: instanceId }, context);
    return log.head();
  };

const hasEnded = ({ status }: InstanceState): boolean =>
  status === 'refused' || status === 'withdrawn' || status === 'abandoned' || status === 'deleted';

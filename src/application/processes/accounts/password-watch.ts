import { aggregateOf, turnOf } from '../../../domain/process/process-definition.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EventLog } from '../../ports/event-log.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import type { Worker } from '../kernel/work.ts';

/** Closes a password change of which nobody reported an outcome: whoever was setting it is gone. */
export const passwordWatch =
  ({ log, clock, newId }: Readonly<{ log: EventLog; clock: Clock; newId: () => string }>): Worker =>
  async (work, tenure) => {
    tenure.fence();
    await onAccount(
      log,
      aggregateOf(work.subject),
      {
        type: 'record-password-change-failed',
        changeId: turnOf(work.subject),
        cause: 'The server was interrupted, so it is not known whether the password was set.',
        unknown: { kept: null },
      },
      {
        commandId: newId(),
        correlationId: work.correlationId,
        causationId: work.causationId,
        actor: { type: 'system', id: 'password-watch' },
        source: { channel: 'process' },
        now: clock(),
      },
    );
    return log.head();
  };

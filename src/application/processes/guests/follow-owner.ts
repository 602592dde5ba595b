import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { evolveAccount, initialAccountState } from '../../../domain/account/account-state.ts';
import { instanceDecider } from '../../../domain/instance/instance-decider.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { fold } from '../../../domain/kernel/decider.ts';
import { handleCommand } from '../../command-handling/handle-command.ts';
import type { EventLog } from '../../ports/event-log.ts';
import { accountStream } from '../../use-cases/accounts/load-account.ts';
import { loadInstance } from '../../use-cases/load-instance.ts';
import { instanceStream } from '../../use-cases/use-case.ts';
import type { StepCall } from '../kernel/step-effect.ts';

/**
 * Has an instance that runs, or is suspended, follow the standing of its owner. Looks again after each change: an admin may have
 * decided otherwise meanwhile. Whoever decides after the last look has it followed themselves.
 */
export const followOwner = async (
  log: EventLog,
  instanceId: string,
  { command }: Pick<StepCall, 'command'>,
): Promise<void> => {
  for (;;) {
    const instance = await loadInstance(log, instanceId);
    if (instance.status !== 'running' && instance.status !== 'suspended') return;
    const wanted = await wantedStatus(log, instance.owner);
    if (wanted === undefined || wanted === instance.status) return;
    try {
      await handleCommand({
        log,
        decider: instanceDecider,
        streamId: instanceStream(instanceId),
        command:
          wanted === 'suspended'
            ? { type: 'suspend-instance', because: 'owner-disabled' }
            : { type: 'resume-instance' },
        context: command(),
      });
    } catch (error) {
      // Its deletion began meanwhile: the next look shows it.
      if (!(error instanceof DomainError)) throw error;
    }
  }
};

/** What the admin who disabled the account last said about its instances; undefined when its standing says nothing of them. */
const wantedStatus = async (log: EventLog, accountId: string): Promise<'running' | 'suspended' | undefined> => {
  const { events } = await log.load<AccountEvent>(accountStream(accountId));
  const history = events.map(({ event }) => event);
  const { phase, disabled } = fold(evolveAccount, initialAccountState, history);
  if (phase !== 'active') return undefined;
  const last = history.findLast((event) => event.type === 'account-disabled');
  return disabled && last?.data.instances === 'stop' ? 'suspended' : 'running';
};

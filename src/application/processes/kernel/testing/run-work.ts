import { randomUUID } from 'node:crypto';
import { fold } from '../../../../domain/kernel/decider.ts';
import { processIdOf } from '../../../../domain/process/process-definition.ts';
import type { ProcessEvent } from '../../../../domain/process/process-events.ts';
import { evolveProcess, initialProcessState } from '../../../../domain/process/process-state.ts';
import type { ProcessState } from '../../../../domain/process/process-state.ts';
import type { EventLog } from '../../../ports/event-log.ts';
import { silent, virtualTime } from '../../provisioning/testing/provisioning-world.ts';
import { processWorker } from '../drive-process.ts';
import type { ProcessWork } from '../step-effect.ts';

/** Takes a process as far as it goes by itself, waiting included; resolves with what its history says. */
export const runWork = async (
  log: EventLog,
  work: ProcessWork,
  subject: string,
  time = virtualTime(),
): Promise<ProcessState> => {
  const worker = processWorker({ log, logger: silent, ...time, newId: randomUUID, random: () => 0.5 }, work);
  const workId = processIdOf(work.definition.kind, subject);
  for (;;) {
    await worker(
      {
        workId,
        kind: work.definition.kind,
        subject,
        dueAt: time.clock(),
        causationId: 'what began it',
        correlationId: 'what began it',
        position: { commit: 0, prepare: 0 },
      },
      { signal: new AbortController().signal, fence: () => undefined },
    );
    const { events } = await log.load<ProcessEvent>(workId);
    const history = events.map(({ event }) => event);
    const state = fold(evolveProcess, initialProcessState, history);
    if (state.phase !== 'waiting' && state.phase !== 'compensating') return state;
    for (const { retryAt } of state.steps) if (retryAt !== null) time.moveTo(retryAt);
  }
};

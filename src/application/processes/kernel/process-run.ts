import { fold } from '../../../domain/kernel/decider.ts';
import type { ProcessInput } from '../../../domain/process/process-decider.ts';
import { processDecider } from '../../../domain/process/process-decider.ts';
import { processIdOf } from '../../../domain/process/process-definition.ts';
import type { ProcessDefinition } from '../../../domain/process/process-definition.ts';
import type { ProcessEvent } from '../../../domain/process/process-events.ts';
import type { ProcessState } from '../../../domain/process/process-state.ts';
import type { EventLog, StreamEnd } from '../../ports/event-log.ts';
import { WrongExpectedRevisionError } from '../../ports/event-store.ts';
import type { Position } from '../../ports/event-store.ts';
import type { CommandContext } from '../../use-cases/command-context.ts';

/** An admin, or another server, wrote to the process meanwhile: look again before doing anything. */
export class ProcessMovedError extends Error {
  override readonly name = 'ProcessMovedError';
}

/** One process, loaded: its state, and the way to add to its history. */
export type ProcessRun = Readonly<{
  state: () => ProcessState;
  /** Position of the newest event this run appended. */
  position: () => Position | undefined;
  /** Decides one input after the other, and appends all that follows at the revision that is known. @throws ProcessMovedError */
  apply: (...inputs: readonly ProcessInput[]) => Promise<void>;
  reload: () => Promise<void>;
}>;

/** @param fence called before every append; throws when we may not write any more */
export const openProcess = async (
  log: EventLog,
  definition: ProcessDefinition,
  subject: string,
  command: () => CommandContext,
  fence: () => void,
): Promise<ProcessRun> => {
  const { decide, evolve, initialState } = processDecider(definition);
  const streamId = processIdOf(definition.kind, subject);
  let end: StreamEnd;
  let state: ProcessState;
  let position: Position | undefined;

  const reload = async (): Promise<void> => {
    const loaded = await log.load<ProcessEvent>(streamId);
    end = loaded;
    const history = loaded.events.map(({ event }) => event);
    state = fold(evolve, initialState, history);
  };

  const apply = async (...inputs: readonly ProcessInput[]): Promise<void> => {
    const events: ProcessEvent[] = [];
    let next = state;
    for (const input of inputs) {
      const decided = decide(input, next);
      events.push(...decided);
      next = fold(evolve, next, decided);
    }
    if (events.length === 0) return;
    fence();
    const { now, commandId, causationId = commandId, correlationId, actor, source } = command();
    try {
      const context = { commandId, causationId, correlationId, actor, source, at: now };
      const appended = await log.append(end, events, context);
      end = { streamId, ...appended };
      ({ position } = appended);
    } catch (error) {
      if (error instanceof WrongExpectedRevisionError) {
        throw new ProcessMovedError(`${streamId} has moved on`, { cause: error });
      }
      throw error;
    }
    state = next;
  };

  await reload();
  return { state: () => state, position: () => position, apply, reload };
};

import type { StepFacts } from '../../../domain/process/process-events.ts';
import { nextMove } from '../../../domain/process/next-move.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EventLog } from '../../ports/event-log.ts';
import { EventStoreError } from '../../ports/event-store.ts';
import type { Position } from '../../ports/event-store.ts';
import type { Log } from '../../ports/logger.ts';
import type { CommandContext } from '../../use-cases/command-context.ts';
import { openProcess, ProcessMovedError } from './process-run.ts';
import type { ProcessRun } from './process-run.ts';
import type { ProcessWork, StepCall, StepEffect } from './step-effect.ts';
import { describeFailure } from './step-failure.ts';
import { LeaseLostError } from './work.ts';
import type { Tenure, Worker } from './work.ts';

export type ProcessTools = Readonly<{
  log: EventLog;
  logger: Log;
  clock: Clock;
  /** A new UUID. */
  newId: () => string;
  /** 0 to 1: spreads retries. */
  random: () => number;
  /** Rejects when the signal aborts. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}>;

const linesKept = 200;
const longestLine = 500;

/**
 * Takes a process as far as it goes: to its end, to the time of its next try, or to the desk of an admin.
 * The truth is its stream alone, so it can be left at any moment and taken up again by anybody.
 */
export const processWorker =
  (tools: ProcessTools, work: ProcessWork): Worker =>
  async (due, tenure) => {
    const command = (): CommandContext => ({
      commandId: tools.newId(),
      correlationId: due.correlationId,
      causationId: due.causationId,
      actor: { type: 'system', id: work.definition.kind },
      source: { channel: 'process' },
      now: tools.clock(),
    });
    const run = await openProcess(tools.log, work.definition, due.subject, command, tenure.fence);
    if (run.state().phase === 'not-started') {
      const input = await work.inputFor(due.subject);
      if (input === undefined) return undefined;
      const start = { type: 'start', subject: due.subject, input } as const;
      // What needs no plan is begun in the same breath: most processes are short.
      const [first] = work.definition.steps;
      const planless = first !== undefined && effectOf(work, first.name).plan === undefined;
      await run.apply(start, ...(planless ? [{ type: 'begin', now: tools.clock(), facts: {} } as const] : []));
    }
    return drive(tools, work, run, command, tenure);
  };

const drive = async (
  tools: ProcessTools,
  work: ProcessWork,
  run: ProcessRun,
  command: () => CommandContext,
  tenure: Tenure,
): Promise<Position | undefined> => {
  const callFor = (step: string): StepCall => ({
    process: run.state,
    facts: () => stepOf(run.state(), step)?.facts ?? {},
    progress: async (facts, log = []) => {
      tenure.signal.throwIfAborted();
      const room = linesKept - (stepOf(run.state(), step)?.log.length ?? 0);
      const lines = log.slice(0, Math.max(room, 0)).map((line) => line.slice(0, longestLine));
      await run.apply({ type: 'progress', facts, log: lines });
    },
    command,
    pause: (milliseconds) => tools.pause(milliseconds, tenure.signal),
    now: tools.clock,
  });

  /** One move; false when there is nothing to do now. */
  const advance = async (): Promise<boolean> => {
    const next = nextMove(work.definition, run.state(), tools.clock());
    switch (next.move) {
      case 'begin':
        await orFail(next.step, async () => {
          const { plan } = effectOf(work, next.step);
          const facts = next.compensating || plan === undefined ? {} : await plan(callFor(next.step));
          await run.apply({ type: 'begin', now: tools.clock(), facts });
        });
        return true;
      case 'perform':
        await orFail(next.step.name, async () => {
          tenure.fence();
          const effect = effectOf(work, next.step.name);
          const facts = await have(effect, next.compensating, callFor(next.step.name));
          await run.apply({ type: 'succeed', facts });
        });
        return true;
      case 'wait':
      case 'rest':
      case 'complete':
        return false;
    }
  };

  /** What goes wrong in a step is a fact of the process; what goes wrong with our own log or right to act is not. */
  const orFail = async (step: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (tenure.signal.aborted || ofOurselves(error)) throw error;
      const { errorClass, cause } = describeFailure(error);
      const facts = { processId: run.state().processId, step, errorClass, cause };
      if (errorClass === 'unexpected') tools.logger.error({ ...facts, err: error }, 'a step failed unexpectedly');
      else tools.logger.info(facts, 'a step failed');
      await run.apply({ type: 'fail', now: tools.clock(), errorClass, cause, jitter: tools.random() });
    }
  };

  for (let more = true; more;) {
    tenure.signal.throwIfAborted();
    try {
      more = await advance();
    } catch (error) {
      if (!(error instanceof ProcessMovedError)) throw error;
      await run.reload();
    }
  }
  return run.position();
};

const ofOurselves = (error: unknown): boolean =>
  error instanceof ProcessMovedError || error instanceof LeaseLostError || error instanceof EventStoreError;

const have = async (effect: StepEffect, compensating: boolean, call: StepCall): Promise<StepFacts> => {
  if (!compensating) return effect.perform(call);
  await effect.undo?.(call);
  return {};
};

const effectOf = ({ definition, effects }: ProcessWork, step: string): StepEffect => {
  const effect = effects[step];
  if (effect === undefined) throw new Error(`${definition.kind} has no effect for its step ${step}`);
  return effect;
};

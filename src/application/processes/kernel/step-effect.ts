import type { ProcessDefinition } from '../../../domain/process/process-definition.ts';
import type { StepFacts } from '../../../domain/process/process-events.ts';
import type { ProcessState } from '../../../domain/process/process-state.ts';
import type { CommandContext } from '../../use-cases/command-context.ts';

/** What a step may use while it works. */
export type StepCall = Readonly<{
  /** The process as it stands now, progress of this very call included. */
  process: () => ProcessState;
  /** What is stored about this step. */
  facts: () => StepFacts;
  /**
   * Stores what became known (a UPID, the next number to try) and lines for people to read; durable when it resolves.
   * Lines beyond 200 of a step, and what is beyond 500 characters of a line, are dropped.
   */
  progress: (facts: StepFacts, log?: readonly string[]) => Promise<void>;
  /** For commands that the step gives: a new id each time, caused by what made the step due. */
  command: () => CommandContext;
  /** Waits; rejects when the server stops or another one took over. */
  pause: (milliseconds: number) => Promise<void>;
  /** ISO time. */
  now: () => string;
}>;

/**
 * How a step acts on the world. Every function may be called again after any of its calls has already had its effect,
 * and throws what {@link describeFailure} can name.
 */
export type StepEffect = Readonly<{
  /** Chooses the identities that the effect will use; they are stored before `perform` is called. */
  plan?: (call: Pick<StepCall, 'process' | 'facts' | 'now'>) => Promise<StepFacts>;
  /** @returns facts that later steps and readers need */
  perform: (call: StepCall) => Promise<StepFacts>;
  /** Takes back what `perform` did, or may have done. Present exactly where the definition names a compensation. */
  undo?: (call: StepCall) => Promise<void>;
}>;

/** A kind of process with everything it takes to run it. */
export type ProcessWork = Readonly<{
  definition: ProcessDefinition;
  /**
   * What the process has to know from its trigger; undefined when there is nothing to start yet. What nobody needs any more is
   * for the steps to see: work that never began would be due for ever.
   */
  inputFor: (subject: string) => Promise<StepFacts | undefined>;
  /** By step name. */
  effects: Readonly<Record<string, StepEffect>>;
}>;

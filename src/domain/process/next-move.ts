import type { ProcessDefinition } from './process-definition.ts';
import { stepOf } from './process-state.ts';
import type { ProcessState, StepState } from './process-state.ts';

/** What a process does now. */
export type NextMove =
  /** Store the intention to try this step. */
  | Readonly<{ move: 'begin'; step: string; attempt: number; compensating: boolean }>
  /** The intention is stored: have (or go on having) the effect. */
  | Readonly<{ move: 'perform'; step: StepState; compensating: boolean }>
  /** Until this ISO time. */
  | Readonly<{ move: 'wait'; until: string }>
  /** Nothing more to do: record how it ended. */
  | Readonly<{ move: 'complete'; outcome: 'succeeded' | 'compensated' }>
  /** Not started, parked or ended. */
  | Readonly<{ move: 'rest' }>;

/**
 * The one thing to do next: forward through the steps, or backward through what was begun.
 * A step that was begun is taken back even if it never succeeded: a failure does not prove that it left nothing.
 * @param now ISO time
 */
export const nextMove = ({ steps }: ProcessDefinition, state: ProcessState, now: string): NextMove => {
  switch (state.phase) {
    case 'not-started':
    case 'parked':
    case 'succeeded':
    case 'compensated':
      return { move: 'rest' };
    case 'running':
    case 'waiting':
    case 'compensating':
  }
  const compensating = state.direction === 'backward';
  const name = compensating
    ? steps.findLast(({ name, compensation }) => compensation !== undefined && needsTakingBack(stepOf(state, name)))
        ?.name
    : steps.find(({ name }) => stepOf(state, name)?.phase !== 'succeeded')?.name;
  if (name === undefined) return { move: 'complete', outcome: compensating ? 'compensated' : 'succeeded' };

  const step = stepOf(state, name);
  if (step?.compensating !== compensating) return { move: 'begin', step: name, attempt: 1, compensating };
  if (step.phase === 'running') return { move: 'perform', step, compensating };
  if (step.retryAt !== null && step.retryAt > now) return { move: 'wait', until: step.retryAt };
  return { move: 'begin', step: name, attempt: step.attempts + 1, compensating };
};

const needsTakingBack = (step: StepState | undefined): boolean => step !== undefined && step.phase !== 'compensated';

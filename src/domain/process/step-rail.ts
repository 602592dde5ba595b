import type { StepDefinition } from './process-definition.ts';
import { stepOf } from './process-state.ts';
import type { ProcessState, StepPhase, StepState } from './process-state.ts';

/** One step as people see it: begun or still to come. */
export type RailStep = Readonly<{ name: string; title: string; phase: StepPhase | 'waiting'; begun?: StepState }>;

/** Every step of a process in order, the ones that still wait included. */
export const stepRail = (steps: readonly StepDefinition[], state: ProcessState): readonly RailStep[] =>
  steps.map(({ name, title }) => {
    const begun = stepOf(state, name);
    return begun === undefined ? { name, title, phase: 'waiting' } : { name, title, phase: begun.phase, begun };
  });

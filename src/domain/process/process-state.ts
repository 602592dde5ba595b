import { unreachable } from '../kernel/unreachable.ts';
import type { ProcessEvent, StepFacts } from './process-events.ts';

/**
 * - `running`: its effect is under way (or was, when the server died)
 * - `failed`: waits for its next try, or was given up
 * - `parked`: waits for an admin
 */
type StepPhase = 'running' | 'failed' | 'parked' | 'succeeded' | 'compensated';

/** A step that was begun; steps not begun yet are known only to the definition. */
export type StepState = Readonly<{
  name: string;
  phase: StepPhase;
  /** Whether the phase is about doing the step or about taking it back. */
  compensating: boolean;
  /** Tries so far, in this direction. */
  attempts: number;
  /** Tries since an admin last resumed the process: what the backoff counts. */
  tries: number;
  facts: StepFacts;
  log: readonly string[];
  /** Why the last try failed, in a sentence. */
  cause: string | null;
  errorClass: string | null;
  /** ISO time of the next try. */
  retryAt: string | null;
}>;

/**
 * - `running`: a step is under way or comes next
 * - `waiting`: for the time of the next try
 * - `parked`: for an admin
 * - `compensating`: abandoned, taking back what was done
 */
type ProcessPhase = 'not-started' | 'running' | 'waiting' | 'parked' | 'compensating' | 'succeeded' | 'compensated';

export type ProcessState = Readonly<{
  phase: ProcessPhase;
  processId: string;
  kind: string;
  subject: string;
  input: StepFacts;
  /** `backward` from the moment the process was abandoned. */
  direction: 'forward' | 'backward';
  /** Why an admin gave the process up. */
  abandonedBecause: string | null;
  /** In the order in which they were begun. */
  steps: readonly StepState[];
}>;

export const initialProcessState: ProcessState = {
  phase: 'not-started',
  processId: '',
  kind: '',
  subject: '',
  input: {},
  direction: 'forward',
  abandonedBecause: null,
  steps: [],
};

/** The step by name, undefined when it was not begun. */
export const stepOf = (state: ProcessState, name: string): StepState | undefined =>
  state.steps.find((step) => step.name === name);

const begun = (name: string): StepState => ({
  name,
  phase: 'running',
  compensating: false,
  attempts: 0,
  tries: 0,
  facts: {},
  log: [],
  cause: null,
  errorClass: null,
  retryAt: null,
});

const change = (state: ProcessState, name: string, to: (step: StepState) => StepState): readonly StepState[] =>
  stepOf(state, name) === undefined
    ? [...state.steps, to(begun(name))]
    : state.steps.map((step) => (step.name === name ? to(step) : step));

const underway = (direction: ProcessState['direction']): ProcessPhase =>
  direction === 'forward' ? 'running' : 'compensating';

/** What an event does to a process; never refuses, because what is stored has happened. */
export const evolveProcess = (state: ProcessState, { type, data }: ProcessEvent): ProcessState => {
  switch (type) {
    case 'process-started':
      return {
        ...initialProcessState,
        phase: 'running',
        processId: data.processId,
        kind: data.kind,
        subject: data.subject,
        input: data.input,
      };
    case 'step-intended':
      return {
        ...state,
        phase: underway(state.direction),
        steps: change(state, data.step, (step) => ({
          ...step,
          phase: 'running',
          compensating: data.compensating,
          attempts: data.attempt,
          tries: (step.compensating === data.compensating ? step.tries : 0) + 1,
          facts: { ...step.facts, ...data.facts },
          retryAt: null,
        })),
      };
    case 'step-progressed':
      return {
        ...state,
        steps: change(state, data.step, (step) => ({
          ...step,
          facts: { ...step.facts, ...data.facts },
          log: [...step.log, ...data.log],
        })),
      };
    case 'step-succeeded':
      return {
        ...state,
        phase: underway(state.direction),
        steps: change(state, data.step, (step) => ({
          ...step,
          phase: data.compensating ? 'compensated' : 'succeeded',
          compensating: data.compensating,
          facts: { ...step.facts, ...data.facts },
          cause: null,
          errorClass: null,
          retryAt: null,
        })),
      };
    case 'step-failed':
      return {
        ...state,
        phase: state.direction === 'forward' && data.retryAt !== null ? 'waiting' : underway(state.direction),
        steps: change(state, data.step, (step) => ({
          ...step,
          phase: 'failed',
          compensating: data.compensating,
          attempts: data.attempt,
          cause: data.cause,
          errorClass: data.errorClass,
          retryAt: data.retryAt,
        })),
      };
    case 'process-parked':
      return {
        ...state,
        phase: 'parked',
        steps: change(state, data.step, (step) => ({ ...step, phase: 'parked', cause: data.cause, retryAt: null })),
      };
    case 'process-resumed':
      return {
        ...state,
        phase: underway(state.direction),
        steps: state.steps.map((step) => (waits(step) ? { ...step, phase: 'failed', tries: 0, retryAt: null } : step)),
      };
    case 'process-abandoned':
      return {
        ...state,
        phase: 'compensating',
        direction: 'backward',
        abandonedBecause: data.reason,
        steps: state.steps.map((step) => (waits(step) ? { ...step, phase: 'failed', retryAt: null } : step)),
      };
    case 'process-completed':
      return { ...state, phase: data.outcome };
    default:
      return unreachable(type);
  }
};

const waits = (step: StepState): boolean => step.phase === 'parked' || step.phase === 'failed';

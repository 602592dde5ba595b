import { insist } from '../kernel/act.ts';
import type { Decider } from '../kernel/decider.ts';
import { unreachable } from '../kernel/unreachable.ts';
import { backoff } from './backoff.ts';
import type { ErrorClass } from './backoff.ts';
import { nextMove } from './next-move.ts';
import { inViewOf, mayAbandon, mayResume } from './process-acts.ts';
import { processIdOf } from './process-definition.ts';
import type { ProcessDefinition } from './process-definition.ts';
import type { ProcessCompleted, ProcessEvent, StepFacts } from './process-events.ts';
import { evolveProcess, initialProcessState } from './process-state.ts';
import type { ProcessState, StepState } from './process-state.ts';

/** What reaches a process: its trigger, the outcome of its effects, the word of an admin. */
export type ProcessInput =
  | Readonly<{ type: 'start'; subject: string; input: StepFacts }>
  /** Goes on to the next try of the next step; `facts` name what the effect will use. */
  | Readonly<{ type: 'begin'; now: string; facts: StepFacts }>
  | Readonly<{ type: 'progress'; facts: StepFacts; log: readonly string[] }>
  | Readonly<{ type: 'succeed'; facts: StepFacts }>
  /** `jitter` is a random number from 0 to 1. Also accepted when the step could not even be begun. */
  | Readonly<{ type: 'fail'; now: string; errorClass: ErrorClass; cause: string; jitter: number }>
  | Readonly<{ type: 'resume'; reason: string }>
  | Readonly<{ type: 'abandon'; reason: string }>;

/** The rules of every process, whatever its steps. */
export const processDecider = (definition: ProcessDefinition): Decider<ProcessInput, ProcessState, ProcessEvent> => ({
  initialState: initialProcessState,
  evolve: evolveProcess,
  decide: (input, state) => {
    switch (input.type) {
      case 'start':
        return start(definition, input, state);
      case 'begin':
        return begin(definition, input, state);
      case 'progress':
        return [
          {
            type: 'step-progressed',
            data: { processId: state.processId, step: underway(state).name, facts: input.facts, log: input.log },
          },
        ];
      case 'succeed':
        return succeed(definition, input, state);
      case 'fail':
        return fail(definition, input, state);
      case 'resume':
        insist(mayResume(inViewOf(state)));
        return [{ type: 'process-resumed', data: { processId: state.processId, reason: input.reason } }];
      case 'abandon':
        insist(mayAbandon(definition, inViewOf(state)));
        return closing(definition, state, [
          { type: 'process-abandoned', data: { processId: state.processId, reason: input.reason } },
        ]);
      default:
        return unreachable(input);
    }
  },
});

type Of<Type extends ProcessInput['type']> = Extract<ProcessInput, { type: Type }>;

const start = ({ kind }: ProcessDefinition, { subject, input }: Of<'start'>, state: ProcessState) =>
  state.phase === 'not-started'
    ? [{ type: 'process-started', data: { processId: processIdOf(kind, subject), kind, subject, input } } as const]
    : [];

const begin = (definition: ProcessDefinition, { now, facts }: Of<'begin'>, state: ProcessState) => {
  const next = nextMove(definition, state, now);
  if (next.move !== 'begin') return [];
  const { step, attempt, compensating } = next;
  return [{ type: 'step-intended', data: { processId: state.processId, step, attempt, facts, compensating } } as const];
};

const succeed = (definition: ProcessDefinition, { facts }: Of<'succeed'>, state: ProcessState) => {
  const { name: step, compensating } = underway(state);
  return closing(definition, state, [
    { type: 'step-succeeded', data: { processId: state.processId, step, facts, compensating } },
  ]);
};

const fail = (definition: ProcessDefinition, input: Of<'fail'>, state: ProcessState): readonly ProcessEvent[] => {
  const intended = begin(definition, { type: 'begin', now: input.now, facts: {} }, state);
  const after = intended.reduce<ProcessState>(evolveProcess, state);
  const { name: step, attempts: attempt, tries, compensating } = underway(after);
  const { processId } = state;
  const { errorClass, cause } = input;
  const wait = backoff(errorClass, tries, input.jitter);
  const retryAt = wait === undefined ? null : new Date(Date.parse(input.now) + wait).toISOString();
  const failed = {
    type: 'step-failed',
    data: { processId, step, attempt, cause, errorClass, retryAt, compensating },
  } as const;
  return retryAt === null
    ? [...intended, failed, { type: 'process-parked', data: { processId, step, cause } }]
    : [...intended, failed];
};

/** Adds the end of the process to events after which nothing is left to do. */
const closing = (
  definition: ProcessDefinition,
  state: ProcessState,
  events: readonly ProcessEvent[],
): readonly ProcessEvent[] => {
  // The time does not matter: only a failed step waits for one, and these events leave none.
  const next = nextMove(definition, events.reduce(evolveProcess, state), '');
  if (next.move !== 'complete') return events;
  const completed: ProcessCompleted = {
    type: 'process-completed',
    data: { processId: state.processId, outcome: next.outcome },
  };
  return [...events, completed];
};

const underway = (state: ProcessState): StepState => {
  const step = state.steps.find(({ phase }) => phase === 'running');
  if (step === undefined) throw new Error(`process ${state.processId} (${state.phase}) has no step under way`);
  return step;
};

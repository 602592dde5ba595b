import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.ts';
import { errorClasses } from './backoff.ts';
import { nextMove } from './next-move.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { processDecider } from './process-decider.ts';
import type { ProcessInput } from './process-decider.ts';
import type { ProcessEvent } from './process-events.ts';
import type { ProcessState } from './process-state.ts';

const definition: ProcessDefinition = {
  kind: 'provisioning',
  steps: ['a', 'b', 'c', 'd'].map((name, index) => ({
    name,
    title: name,
    compensation: index === 2 ? undefined : `undo ${name}`,
  })),
};
const decider = processDecider(definition);

/** Time runs by seconds; an input says how long after the previous one it comes. */
const inputs = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 400 }),
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('begin' as const) },
      { weight: 4, arbitrary: fc.constant('succeed' as const) },
      { weight: 2, arbitrary: fc.constant('progress' as const) },
      { weight: 2, arbitrary: fc.constantFrom(...errorClasses) },
      { weight: 1, arbitrary: fc.constantFrom('start' as const, 'resume' as const, 'abandon' as const) },
    ),
  ),
  { maxLength: 60 },
);

type Choice = 'begin' | 'succeed' | 'progress' | 'start' | 'resume' | 'abandon' | (typeof errorClasses)[number];

const inputOf = (choice: Choice, now: string): ProcessInput => {
  switch (choice) {
    case 'start':
      return { type: 'start', subject: 'i1', input: {} };
    case 'begin':
      return { type: 'begin', now, facts: {} };
    case 'progress':
      return { type: 'progress', facts: {}, log: [] };
    case 'succeed':
      return { type: 'succeed', facts: {} };
    case 'resume':
    case 'abandon':
      return { type: choice, reason: 'because' };
    case 'unreachable':
    case 'busy':
    case 'rejected':
    case 'unexpected':
    case 'denied':
    case 'impossible':
      return { type: 'fail', now, errorClass: choice, cause: 'it did', jitter: 0.5 };
  }
};

const underway = ({ steps }: ProcessState): number => steps.filter(({ phase }) => phase === 'running').length;

/** Runs the inputs as the executor would: outcomes only while a step is under way; refusals change nothing. */
const run = (choices: readonly (readonly [number, Choice])[]) => {
  let state: ProcessState = decider.initialState;
  let time = Date.parse('2026-01-01T00:00:00.000Z');
  const history: ProcessEvent[] = [];
  for (const [seconds, choice] of [[0, 'start'] as const, ...choices]) {
    time += seconds * 1_000;
    const now = new Date(time).toISOString();
    const input = inputOf(choice, now);
    if ((input.type === 'succeed' || input.type === 'progress') && underway(state) === 0) continue;
    if (input.type === 'fail' && underway(state) === 0 && nextMove(definition, state, now).move !== 'begin') continue;
    const before = state;
    try {
      for (const event of decider.decide(input, state)) {
        history.push(event);
        state = decider.evolve(state, event);
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    checkStep(before, input, state, now);
  }
  return { state, history, now: new Date(time).toISOString() };
};

const checkStep = (before: ProcessState, input: ProcessInput, after: ProcessState, now: string): void => {
  expect(underway(after)).toBeLessThanOrEqual(1);
  if (before.phase === 'parked' && input.type !== 'resume' && input.type !== 'abandon') expect(after).toEqual(before);
  if (before.phase === 'succeeded' || before.phase === 'compensated') expect(after).toEqual(before);
  if (after.phase === 'parked') expect(after.steps.find(({ phase }) => phase === 'parked')?.cause).toBe('it did');
  // A process at rest is parked or ended; whatever else it is in, there is something to do or a time to wait for.
  const resting = nextMove(definition, after, now).move === 'rest';
  expect(resting).toBe(['parked', 'succeeded', 'compensated'].includes(after.phase));
};

const firstIntentions = (history: readonly ProcessEvent[], compensating: boolean): readonly string[] => [
  ...new Set(
    history.flatMap(({ type, data }) =>
      type === 'step-intended' && data.compensating === compensating ? [data.step] : [],
    ),
  ),
];

describe('any process, whatever happens to it', () => {
  it('goes through its steps in order, one at a time, and back in reverse', () => {
    fc.assert(
      fc.property(inputs, (choices) => {
        const { history } = run(choices);
        const forward = firstIntentions(history, false);
        expect(forward).toEqual(['a', 'b', 'c', 'd'].slice(0, forward.length));
        const expected = forward.filter((name) => name !== 'c').toReversed();
        const backward = firstIntentions(history, true);
        expect(backward).toEqual(expected.slice(0, backward.length));
        const abandoned = history.findIndex(({ type }) => type === 'process-abandoned');
        for (const [index, { type, data }] of history.entries()) {
          if (type === 'step-intended') expect(data.compensating).toBe(abandoned !== -1 && index > abandoned);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ends once it is left alone: everything done, or everything taken back', () => {
    fc.assert(
      fc.property(inputs, (choices) => {
        let { state } = run(choices);
        for (let rounds = 0; rounds < 40; rounds += 1) {
          const now = '2027-01-01T00:00:00.000Z';
          const { move } = nextMove(definition, state, now);
          const input: ProcessInput =
            move === 'perform'
              ? { type: 'succeed', facts: {} }
              : state.phase === 'parked'
                ? { type: 'resume', reason: 'mended' }
                : { type: 'begin', now, facts: {} };
          if (state.phase === 'succeeded' || state.phase === 'compensated') break;
          state = decider.decide(input, state).reduce(decider.evolve, state);
        }
        expect(state.phase).toBe(state.direction === 'forward' ? 'succeeded' : 'compensated');
        const left = state.steps.filter(({ phase, name }) =>
          state.direction === 'forward' ? phase !== 'succeeded' : name !== 'c' && phase !== 'compensated',
        );
        expect(left).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

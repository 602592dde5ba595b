import { expect } from '@jest/globals';
import { fold } from '../decider.ts';
import type { Decider } from '../decider.ts';
import { DomainError } from '../domain-error.ts';
import type { RefusalFacts } from '../domain-error.ts';
import type { DomainEvent } from '../event.ts';

/**
 * Rules as sentences: `given([what happened]).when(command).then([what follows])`,
 * or `.thenRefused('code')`, or `.thenNothing()` where the outcome is already true.
 */
export const specificationOf = <Command, State, Event extends DomainEvent>(
  decider: Decider<Command, State, Event>,
) => ({
  given: (history: readonly Event[]) => ({
    when: (command: Command) => {
      const decide = () => decider.decide(command, fold(decider.evolve, decider.initialState, history));
      const then = (events: readonly Event[]): void => {
        expect(decide()).toEqual(events);
      };
      return {
        then,
        thenNothing: (): void => {
          then([]);
        },
        thenRefused: (code: string, facts?: RefusalFacts): void => {
          expect(refusalOf(decide)).toMatchObject(facts === undefined ? { code } : { code, facts });
        },
      };
    },
  }),
});

const refusalOf = (decide: () => unknown): DomainError => {
  try {
    decide();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('expected a refusal, but the command was accepted');
};

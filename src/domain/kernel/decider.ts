import type { DomainEvent } from './event.ts';

/**
 * The pure heart of an aggregate: what a command means in a state, and what an event does to it.
 * Time and identifiers arrive inside the command; nothing here may ask the outside world.
 *
 * `decide` throws a {@link DomainError} to refuse, and returns no events when the outcome is already true.
 */
export type Decider<Command, State, Event extends DomainEvent> = Readonly<{
  decide: (command: Command, state: State) => readonly Event[];
  evolve: (state: State, event: Event) => State;
  initialState: State;
}>;

/** Folds a history into the state it led to. */
export const fold = <State, Event>(
  evolve: (state: State, event: Event) => State,
  initialState: State,
  events: Iterable<Event>,
): State => {
  let state = initialState;
  for (const event of events) state = evolve(state, event);
  return state;
};

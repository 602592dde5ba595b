import { fold } from '../../../domain/kernel/decider.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { reservationDecider, reservationStream } from '../../../domain/reservation/reservation-decider.ts';
import type { ReservationEvent } from '../../../domain/reservation/reservation-events.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { Reservations } from '../../use-cases/reservations.ts';
import type { StepCall } from '../kernel/step-effect.ts';

export type NumberKind = 'vmid' | 'address';

/**
 * The first candidate that nobody else holds; undefined when all are taken. A look only: who gets it, the reservation decides.
 * @param candidates in the order of preference
 */
export const firstFree = async (
  log: EventLog,
  kind: NumberKind,
  holder: string,
  candidates: Iterable<string>,
  now: string,
): Promise<string | undefined> => {
  for (const value of candidates) {
    const { events } = await log.load<ReservationEvent>(reservationStream({ kind, value }));
    const history = events.map(({ event }) => event);
    const state = fold(reservationDecider.evolve, reservationDecider.initialState, history);
    const ranOut = state.status === 'held' && state.until <= now;
    if (state.status === 'free' || state.holder === holder || ranOut) return value;
  }
  return undefined;
};

/**
 * Reserves the planned value, or the next free one when a race for it was lost; every value is stored before it is tried.
 * @param next the value to try instead; throws when there is none
 * @returns the value that is ours
 */
export const takeReservation = async (
  reservations: Reservations,
  call: StepCall,
  kind: NumberKind,
  planned: string,
  next: () => Promise<string>,
  factOf: (value: string) => string | number,
): Promise<string> => {
  for (let value = planned; ;) {
    try {
      await reservations.reserve([{ kind, value, holder: call.process().subject }], call.command());
      return value;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== `${kind}-taken`) throw error;
    }
    value = await next();
    await call.progress({ [kind]: factOf(value) });
  }
};

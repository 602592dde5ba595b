import type { Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { ConfirmReservation, ReleaseReservation, Reserve, ReservationCommand } from './reservation-commands.ts';
import type { ReservationEvent, ReservationKind } from './reservation-events.ts';
import { reservationKinds } from './reservation-kinds.ts';

/** One scarce value: nobody's, held until a time, or somebody's for good. */
export type ReservationState =
  | Readonly<{ status: 'free' }>
  | Readonly<{ status: 'held'; holder: string; until: string }>
  | Readonly<{ status: 'confirmed'; holder: string }>;

const refusal = (code: 'taken' | 'not-held', { kind, value }: ReservationCommand): DomainError => {
  const { noun, personal } = reservationKinds[kind];
  const subject = personal ? noun : `${noun} ${value}`;
  const sentence = code === 'taken' ? `The ${subject} is taken.` : `The ${subject} is not reserved for this holder.`;
  return new DomainError('conflict', `${kind}-${code}`, sentence, personal ? {} : { [kind]: value });
};

/**
 * Free for everybody, and again once an unconfirmed reservation has run out. Whoever holds it already keeps it,
 * for the full time again when less than half is left: what follows a reservation must fit into it.
 */
const reserve = (command: Reserve, state: ReservationState): readonly ReservationEvent[] => {
  const { kind, value, holder, now, until } = command;
  const made = { type: 'reservation-made', data: { kind, value, holder, until } } as const;
  if (state.status === 'free') return [made];
  if (state.holder !== holder) {
    if (state.status === 'held' && state.until <= now) return [made];
    throw refusal('taken', command);
  }
  const lastsLongEnough = state.status === 'confirmed' || timeLeft(state.until, now) * 2 >= timeLeft(until, now);
  return lastsLongEnough ? [] : [made];
};

/** Milliseconds. */
const timeLeft = (until: string, now: string): number => Date.parse(until) - Date.parse(now);

/** Late is not too late, as long as nobody else took the value over. */
const confirm = (command: ConfirmReservation, state: ReservationState): readonly ReservationEvent[] => {
  const { kind, value, holder } = command;
  if (state.status === 'free' || state.holder !== holder) throw refusal('not-held', command);
  if (state.status === 'confirmed') return [];
  return [{ type: 'reservation-confirmed', data: { kind, value, holder } }];
};

/** Letting go of what one does not hold changes nothing: said again after a crash, it does no harm. */
const release = ({ kind, value, holder }: ReleaseReservation, state: ReservationState): readonly ReservationEvent[] =>
  state.status === 'free' || state.holder !== holder
    ? []
    : [{ type: 'reservation-released', data: { kind, value, holder } }];

const decide = (command: ReservationCommand, state: ReservationState): readonly ReservationEvent[] => {
  switch (command.type) {
    case 'reserve':
      return reserve(command, state);
    case 'confirm-reservation':
      return confirm(command, state);
    case 'release-reservation':
      return release(command, state);
    default:
      return unreachable(command);
  }
};

const evolve = (_state: ReservationState, event: ReservationEvent): ReservationState => {
  switch (event.type) {
    case 'reservation-made':
      return { status: 'held', holder: event.data.holder, until: event.data.until };
    case 'reservation-confirmed':
      return { status: 'confirmed', holder: event.data.holder };
    case 'reservation-released':
      return { status: 'free' };
    default:
      return unreachable(event);
  }
};

/** Who holds a scarce name or number. Uniqueness comes from the expected revision of the value's own stream. */
export const reservationDecider: Decider<ReservationCommand, ReservationState, ReservationEvent> = {
  decide,
  evolve,
  initialState: { status: 'free' },
};

/** `hostname-web`, `vmid-10001`: the one place where it is decided who holds the value. */
export const reservationStream = ({ kind, value }: Readonly<{ kind: ReservationKind; value: string }>): string =>
  `${kind}-${value}`;

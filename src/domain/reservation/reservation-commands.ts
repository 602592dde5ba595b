import type { ReservationKind } from './reservation-events.ts';

type OfOneValue = Readonly<{
  kind: ReservationKind;
  /** As it is stored: the value, or its keyed hash where the value is personal. */
  value: string;
  /** Id of the instance or account that the value is held for. */
  holder: string;
}>;

/** Times are ISO 8601 in UTC with milliseconds, so they sort as text. */
export type Reserve = OfOneValue & Readonly<{ type: 'reserve'; now: string; until: string }>;

/** Makes a reservation permanent. */
export type ConfirmReservation = OfOneValue & Readonly<{ type: 'confirm-reservation' }>;

export type ReleaseReservation = OfOneValue & Readonly<{ type: 'release-reservation' }>;

export type ReservationCommand = Reserve | ConfirmReservation | ReleaseReservation;

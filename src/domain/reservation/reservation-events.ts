import type { DomainEvent } from '../kernel/event.ts';

/** Scarce names and numbers. Each value of each kind has a stream of its own: `hostname-web`, `vmid-10001`, `address-10.10.10.7`. */
export type ReservationKind = 'username' | 'email' | 'directory' | 'hostname' | 'vmid' | 'address' | 'port' | 'domain';

export type ReservationMade = DomainEvent<
  'reservation-made',
  {
    kind: ReservationKind;
    /** The value itself, or its keyed hash where the value is personal (`email`, `username`, `directory`, `domain`). */
    value: string;
    /** Id of the instance or account that the value is held for. */
    holder: string;
    /** ISO time at which an unconfirmed reservation runs out. */
    until: string;
  }
>;

export type ReservationConfirmed = DomainEvent<
  'reservation-confirmed',
  { kind: ReservationKind; value: string; holder: string }
>;

export type ReservationReleased = DomainEvent<
  'reservation-released',
  { kind: ReservationKind; value: string; holder: string }
>;

export type ReservationEvent = ReservationMade | ReservationConfirmed | ReservationReleased;

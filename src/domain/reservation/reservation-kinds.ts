import type { ReservationKind } from './reservation-events.ts';

/** What a kind is called in a sentence, and whether its values name a person: those are stored as keyed hashes. */
export const reservationKinds: Readonly<Record<ReservationKind, Readonly<{ noun: string; personal: boolean }>>> = {
  username: { noun: 'username', personal: true },
  email: { noun: 'e-mail address', personal: true },
  directory: { noun: 'entry of the directory', personal: true },
  hostname: { noun: 'hostname', personal: false },
  vmid: { noun: 'vmid', personal: false },
  address: { noun: 'address', personal: false },
  port: { noun: 'port', personal: false },
  domain: { noun: 'domain', personal: true },
};

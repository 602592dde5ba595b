import type { AccountEvent } from './account/account-events.ts';
import type { InstanceEvent } from './instance/instance-events.ts';
import type { PasswordResetRequested } from './password-reset/password-reset-events.ts';
import type { ProcessEvent } from './process/process-events.ts';
import type { ReservationEvent } from './reservation/reservation-events.ts';

/** Every event of the system that the registry knows. */
export type NetsocEvent = AccountEvent | InstanceEvent | PasswordResetRequested | ProcessEvent | ReservationEvent;

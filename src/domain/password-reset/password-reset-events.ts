import type { DomainEvent } from '../kernel/event.ts';

/**
 * Somebody who is not signed in gave an address and asked for a new password. Received alike whoever it belongs to;
 * the address is kept under a key of the request's own, which is destroyed as soon as it was looked up.
 */
export type PasswordResetRequested = DomainEvent<
  'password-reset-requested',
  { requestId: string; /** Personal to the request. */ email: string }
>;

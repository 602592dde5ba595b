import type { DomainEvent } from '../kernel/event.ts';

/** What becomes of the instances of somebody who is disabled. */
export type InstancePolicy = 'stay' | 'stop';

/** From now on the person may do nothing; the directory and, by policy, their instances follow. */
type AccountDisabled = DomainEvent<
  'account-disabled',
  { accountId: string; /** Shown to the person; personal. */ reason: string; instances: InstancePolicy }
>;

type AccountEnabled = DomainEvent<'account-enabled', { accountId: string }>;

/** Tokens of sessions that began before no longer work, but for the one that is kept. */
type SessionsEnded = DomainEvent<
  'sessions-ended',
  {
    accountId: string;
    /** The session that asked for it (ports/event-log.ts, Source); null keeps none. */ kept: string | null;
  }
>;

/** The person asked to be forgotten; until `dueAt` (ISO time) they can think better of it. */
type ErasureRequested = DomainEvent<'erasure-requested', { accountId: string; erasureId: string; dueAt: string }>;

type ErasureWithdrawn = DomainEvent<'erasure-withdrawn', { accountId: string; erasureId: string }>;

/** The time to think is over: everything of the person is being removed. */
type ErasureBegun = DomainEvent<'erasure-begun', { accountId: string }>;

/** Nothing of the person is left but facts without a name; their key is destroyed next. */
type AccountErased = DomainEvent<'account-erased', { accountId: string }>;

export type StandingEvent =
  AccountDisabled | AccountEnabled | SessionsEnded | ErasureRequested | ErasureWithdrawn | ErasureBegun | AccountErased;

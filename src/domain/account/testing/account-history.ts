import type { AccountEvent } from '../account-events.ts';
import type { AccountPhase } from '../account-state.ts';
import type { LinkPurpose } from '../sign-up-events.ts';

type DataOf<Type extends AccountEvent['type']> = Extract<AccountEvent, { type: Type }>['data'];

/** Events of one account in few words, for specs: only what a test is about has to be said. */

export const ada = { accountId: 'a-1', username: 'ada', email: 'ada@example.org', displayName: 'Ada Lovelace' };
const { accountId } = ada;

export const noon = '2026-05-04T12:00:00.000Z';
export const almostOne = '2026-05-04T12:59:59.999Z';
export const one = '2026-05-04T13:00:00.000Z';
export const two = '2026-05-04T14:00:00.000Z';

export const linked: AccountEvent = { type: 'account-linked', data: ada };
export const signedUp: AccountEvent = {
  type: 'sign-up-received',
  data: { ...ada, termsVersion: '2026-01', until: two },
};
export const turnedAway = (because: 'registered' | 'waiting'): AccountEvent => ({
  type: 'sign-up-turned-away',
  data: { accountId, because },
});
export const verified = (linkId = 'link-1'): AccountEvent => ({ type: 'email-verified', data: { accountId, linkId } });
export const activated: AccountEvent = { type: 'account-activated', data: { accountId } };
export const lapsed: AccountEvent = { type: 'sign-up-lapsed', data: { accountId } };

export const hashOf = (linkId: string): string => `hash of ${linkId}`;

/** Works until {@link one}. */
export const linkIssued = (
  purpose: LinkPurpose,
  linkId = 'link-1',
  more: Partial<DataOf<'link-issued'>> = {},
): AccountEvent => ({
  type: 'link-issued',
  data: { accountId, linkId, purpose, tokenHash: hashOf(linkId), until: one, changeId: null, ...more },
});

/** Outcome expected until {@link one}. */
export const passwordBegun = (changeId: string, more: Partial<DataOf<'password-change-begun'>> = {}): AccountEvent => ({
  type: 'password-change-begun',
  data: { accountId, changeId, by: 'owner', linkId: null, until: one, ...more },
});
export const passwordChanged = (changeId: string, more: Partial<DataOf<'password-changed'>> = {}): AccountEvent => ({
  type: 'password-changed',
  data: { accountId, changeId, by: 'owner', linkId: null, ...more },
});
export const passwordFailed = (changeId: string, cause: string): AccountEvent => ({
  type: 'password-change-failed',
  data: { accountId, changeId, cause },
});

export const sessionsEnded = (kept: string | null = null): AccountEvent => ({
  type: 'sessions-ended',
  data: { accountId, kept },
});

export const emailWished = (changeId: string, email: string): AccountEvent => ({
  type: 'email-change-requested',
  data: { accountId, changeId, email },
});
export const emailConfirmed = (changeId: string, linkId = 'link-1'): AccountEvent => ({
  type: 'email-change-confirmed',
  data: { accountId, changeId, linkId },
});

export const disabled: AccountEvent = {
  type: 'account-disabled',
  data: { accountId, reason: 'Mined coins', instances: 'stop' },
};
export const enabled: AccountEvent = { type: 'account-enabled', data: { accountId } };

/** Begins at {@link one}. */
export const erasureRequested = (erasureId = 'erasure-1'): AccountEvent => ({
  type: 'erasure-requested',
  data: { accountId, erasureId, dueAt: one },
});
export const erasureWithdrawn = (erasureId = 'erasure-1'): AccountEvent => ({
  type: 'erasure-withdrawn',
  data: { accountId, erasureId },
});
export const erasureBegun: AccountEvent = { type: 'erasure-begun', data: { accountId } };
export const erased: AccountEvent = { type: 'account-erased', data: { accountId } };

/** What led to each phase. */
export const historyTo: Readonly<Record<AccountPhase, readonly AccountEvent[]>> = {
  unknown: [],
  waiting: [signedUp],
  'turned-away': [signedUp, turnedAway('registered')],
  lapsed: [signedUp, lapsed],
  verified: [signedUp, linkIssued('verification', 'link-0'), verified('link-0')],
  active: [linked],
  erasing: [linked, erasureRequested('erasure-0'), erasureBegun],
  erased: [linked, erasureRequested('erasure-0'), erasureBegun, erased],
};

export const phases = Object.keys(historyTo) as readonly AccountPhase[];

import type { LinkPurpose } from '../../domain/account/sign-up-events.ts';
import type { PasswordChangeBy } from '../../domain/account/password-events.ts';
import type { InstancePolicy } from '../../domain/account/standing-events.ts';
import type { NetsocEvent } from '../../domain/events.ts';

type EventOf<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>;

/** Events of accounts in the words of a story, for specs: only what a test is about has to be said. */

export const until = '2026-03-02T10:00:00.000Z';

export const signedUp = (accountId: string, username: string): EventOf<'sign-up-received'> => ({
  type: 'sign-up-received',
  data: {
    accountId,
    username,
    email: `${username}@example.org`,
    displayName: username.toUpperCase(),
    termsVersion: '2026-01',
    until,
  },
});

export const turnedAway = (
  accountId: string,
  because: 'registered' | 'waiting' = 'registered',
): EventOf<'sign-up-turned-away'> => ({ type: 'sign-up-turned-away', data: { accountId, because } });

export const signUpRepeated = (accountId: string): EventOf<'sign-up-repeated'> => ({
  type: 'sign-up-repeated',
  data: { accountId, quietUntil: until },
});

export const linkIssued = (
  accountId: string,
  purpose: LinkPurpose,
  linkId = 'link-1',
  changeId: string | null = null,
): EventOf<'link-issued'> => ({
  type: 'link-issued',
  data: { accountId, linkId, purpose, tokenHash: 'abc', until, changeId },
});

export const emailVerified = (accountId: string): EventOf<'email-verified'> => ({
  type: 'email-verified',
  data: { accountId, linkId: 'link-1' },
});

export const activated = (accountId: string): EventOf<'account-activated'> => ({
  type: 'account-activated',
  data: { accountId },
});

export const signUpLapsed = (accountId: string): EventOf<'sign-up-lapsed'> => ({
  type: 'sign-up-lapsed',
  data: { accountId },
});

export const passwordBegun = (accountId: string, changeId = 'change-1'): EventOf<'password-change-begun'> => ({
  type: 'password-change-begun',
  data: { accountId, changeId, by: 'owner', linkId: null, until },
});

export const passwordChanged = (
  accountId: string,
  changeId = 'change-1',
  by: PasswordChangeBy = 'owner',
): EventOf<'password-changed'> => ({ type: 'password-changed', data: { accountId, changeId, by, linkId: null } });

export const passwordFailed = (accountId: string, changeId = 'change-1'): EventOf<'password-change-failed'> => ({
  type: 'password-change-failed',
  data: { accountId, changeId, cause: 'too short' },
});

const key = { fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' };

export const keySubmitted = (accountId: string, changeId = 'change-1'): EventOf<'ssh-key-submitted'> => ({
  type: 'ssh-key-submitted',
  data: { accountId, changeId, key: 'ssh-ed25519 AAAAC3Nz laptop', ...key },
});

export const keyAdded = (accountId: string, changeId = 'change-1'): EventOf<'ssh-key-added'> => ({
  type: 'ssh-key-added',
  data: { accountId, changeId, ...key },
});

export const keyRemovalRequested = (
  accountId: string,
  changeId = 'change-1',
): EventOf<'ssh-key-removal-requested'> => ({
  type: 'ssh-key-removal-requested',
  data: { accountId, changeId, key: 'ssh-ed25519 AAAAC3Nz laptop', ...key },
});

export const keyRemoved = (accountId: string, changeId = 'change-1'): EventOf<'ssh-key-removed'> => ({
  type: 'ssh-key-removed',
  data: { accountId, changeId, ...key },
});

export const nameChosen = (
  accountId: string,
  displayName: string,
  changeId = 'change-1',
): EventOf<'display-name-chosen'> => ({ type: 'display-name-chosen', data: { accountId, changeId, displayName } });

export const nameChanged = (
  accountId: string,
  displayName: string,
  changeId = 'change-1',
): EventOf<'display-name-changed'> => ({ type: 'display-name-changed', data: { accountId, changeId, displayName } });

export const emailWished = (
  accountId: string,
  email: string,
  changeId = 'change-1',
): EventOf<'email-change-requested'> => ({ type: 'email-change-requested', data: { accountId, changeId, email } });

export const emailConfirmed = (accountId: string, changeId = 'change-1'): EventOf<'email-change-confirmed'> => ({
  type: 'email-change-confirmed',
  data: { accountId, changeId, linkId: 'link-1' },
});

export const emailChanged = (accountId: string, email: string, changeId = 'change-1'): EventOf<'email-changed'> => ({
  type: 'email-changed',
  data: { accountId, changeId, email, previous: 'before@example.org' },
});

export const changeRefused = (accountId: string, changeId = 'change-1'): EventOf<'profile-change-refused'> => ({
  type: 'profile-change-refused',
  data: { accountId, changeId, cause: 'The address belongs to another account.' },
});

export const accountDisabled = (
  accountId: string,
  reason = 'mined coins',
  instances: InstancePolicy = 'stop',
): EventOf<'account-disabled'> => ({ type: 'account-disabled', data: { accountId, reason, instances } });

export const accountEnabled = (accountId: string): EventOf<'account-enabled'> => ({
  type: 'account-enabled',
  data: { accountId },
});

export const sessionsEnded = (accountId: string, kept: string | null = null): EventOf<'sessions-ended'> => ({
  type: 'sessions-ended',
  data: { accountId, kept },
});

export const erasureRequested = (accountId: string, erasureId = 'erasure-1'): EventOf<'erasure-requested'> => ({
  type: 'erasure-requested',
  data: { accountId, erasureId, dueAt: until },
});

export const erasureWithdrawn = (accountId: string, erasureId = 'erasure-1'): EventOf<'erasure-withdrawn'> => ({
  type: 'erasure-withdrawn',
  data: { accountId, erasureId },
});

export const erasureBegun = (accountId: string): EventOf<'erasure-begun'> => ({
  type: 'erasure-begun',
  data: { accountId },
});

export const accountErased = (accountId: string): EventOf<'account-erased'> => ({
  type: 'account-erased',
  data: { accountId },
});

export const exported = (accountId: string): EventOf<'personal-data-exported'> => ({
  type: 'personal-data-exported',
  data: { accountId },
});

export const resetRequested = (requestId: string, email: string): EventOf<'password-reset-requested'> => ({
  type: 'password-reset-requested',
  data: { requestId, email },
});

import { unreachable } from '../kernel/unreachable.ts';
import type { AccountEvent } from './account-events.ts';
import type { PasswordChangeBy } from './password-events.ts';
import { evolveChanges } from './profile-state.ts';
import type { ProfileChange } from './profile-state.ts';
import type { LinkPurpose } from './sign-up-events.ts';

/** Who a person is, as FreeIPA has it or will have it. */
export type Particulars = Readonly<{ username: string; email: string; displayName: string }>;

/** A single-use link that has not done its work yet; whether its time is over is for the clock to say. */
export type Link = Readonly<{
  linkId: string;
  purpose: LinkPurpose;
  tokenHash: string;
  /** ISO time. */
  until: string;
  changeId: string | null;
}>;

/**
 * ```text
 * unknown -> waiting -> verified -> active -> erasing -> erased
 *            waiting -> turned-away
 *            waiting -> lapsed
 *            verified -> lapsed                   (an admin gave its activation up)
 * unknown -> active                               (somebody whom the directory knew before us)
 * ```
 */
export type AccountPhase =
  'unknown' | 'waiting' | 'turned-away' | 'lapsed' | 'verified' | 'active' | 'erasing' | 'erased';

export type AccountState = Readonly<{
  phase: AccountPhase;
  accountId: string;
  particulars: Particulars;
  links: readonly Link[];
  /** Ids of every link, wish and erasure so far: however late a command is said again, none begins twice. */
  begun: readonly string[];
  /** A password that is being set: by whom, and until when an outcome is to be expected. */
  password: Readonly<{ changeId: string; by: PasswordChangeBy; linkId: string | null; until: string }> | undefined;
  /** Wishes whose outcome is open. */
  changes: readonly ProfileChange[];
  disabled: boolean;
  /** Until then (ISO time) a sign-up waits; empty for accounts that the directory knew before us. */
  signUpUntil: string;
  /** Until then (ISO time) the owner has been told of sign-ups with their address; empty when never. */
  signUpsQuietUntil: string;
  /** An erasure that can still be withdrawn, and when it begins (ISO time). */
  erasure: Readonly<{ erasureId: string; dueAt: string }> | undefined;
}>;

export const initialAccountState: AccountState = {
  phase: 'unknown',
  accountId: '',
  particulars: { username: '', email: '', displayName: '' },
  links: [],
  begun: [],
  password: undefined,
  changes: [],
  disabled: false,
  signUpUntil: '',
  signUpsQuietUntil: '',
  erasure: undefined,
};

const without = (links: readonly Link[], linkId: string | null): readonly Link[] =>
  links.filter((link) => link.linkId !== linkId);

/** What an event does to an account; never refuses, because what is stored has happened. */
export const evolveAccount = (state: AccountState, event: AccountEvent): AccountState => {
  const { type, data } = event;
  switch (type) {
    case 'account-linked': {
      const { accountId, username, email, displayName } = data;
      return { ...state, phase: 'active', accountId, particulars: { username, email, displayName } };
    }
    case 'sign-up-received': {
      const { accountId, username, email, displayName, until: signUpUntil } = data;
      return { ...state, phase: 'waiting', accountId, signUpUntil, particulars: { username, email, displayName } };
    }
    case 'sign-up-turned-away':
      return { ...state, phase: 'turned-away', links: [] };
    case 'sign-up-repeated':
      return { ...state, signUpsQuietUntil: data.quietUntil };
    case 'link-issued': {
      const { linkId, purpose, tokenHash, until, changeId } = data;
      return {
        ...state,
        links: [...state.links, { linkId, purpose, tokenHash, until, changeId }],
        begun: [...state.begun, linkId],
      };
    }
    case 'email-verified':
      return { ...state, phase: 'verified' };
    case 'account-activated':
      return { ...state, phase: 'active' };
    case 'sign-up-lapsed':
      return { ...state, phase: 'lapsed', links: [] };
    case 'password-change-begun':
      return {
        ...state,
        password: { changeId: data.changeId, by: data.by, linkId: data.linkId, until: data.until },
      };
    case 'password-changed':
      // A link has done its work once a password stands; whoever holds an older one of the same purpose is locked out too.
      return {
        ...state,
        password: undefined,
        links: state.links.filter(({ purpose }) => purpose === 'email-change'),
      };
    case 'password-change-failed':
      return { ...state, password: undefined };
    case 'ssh-key-submitted':
    case 'ssh-key-removal-requested':
    case 'display-name-chosen':
    case 'email-change-requested':
      return {
        ...state,
        changes: evolveChanges(state.changes, event, state.particulars.email),
        begun: [...state.begun, data.changeId],
      };
    case 'ssh-key-added':
    case 'ssh-key-removed':
    case 'profile-change-refused':
      return { ...state, changes: evolveChanges(state.changes, event, state.particulars.email) };
    case 'display-name-changed':
      return {
        ...state,
        particulars: { ...state.particulars, displayName: data.displayName },
        changes: evolveChanges(state.changes, event, state.particulars.email),
      };
    case 'email-change-confirmed':
      return {
        ...state,
        links: without(state.links, data.linkId),
        changes: evolveChanges(state.changes, event, state.particulars.email),
      };
    case 'email-changed':
      return {
        ...state,
        particulars: { ...state.particulars, email: data.email },
        changes: evolveChanges(state.changes, event, state.particulars.email),
      };
    case 'account-disabled':
      return { ...state, disabled: true };
    case 'account-enabled':
      return { ...state, disabled: false };
    case 'erasure-requested':
      return {
        ...state,
        erasure: { erasureId: data.erasureId, dueAt: data.dueAt },
        begun: [...state.begun, data.erasureId],
      };
    case 'erasure-withdrawn':
      return { ...state, erasure: undefined };
    case 'erasure-begun':
      return { ...state, phase: 'erasing', erasure: undefined, links: [], changes: [] };
    case 'account-erased':
      return { ...initialAccountState, phase: 'erased', accountId: data.accountId };
    case 'sessions-ended':
    case 'personal-data-exported':
      return state;
    default:
      return unreachable(type);
  }
};

import type { DomainEvent } from '../kernel/event.ts';

/** Somebody wants an account; whether the e-mail address is theirs is not known yet. */
type SignUpReceived = DomainEvent<
  'sign-up-received',
  {
    accountId: string;
    /** Personal. */
    username: string;
    /** Personal. */
    email: string;
    /** Personal. */
    displayName: string;
    /** Version of the terms that were accepted. */
    termsVersion: string;
    /** ISO time until which the names are held for the sign-up. */
    until: string;
  }
>;

/**
 * The e-mail address belongs to somebody already: `registered` with an account, or `waiting` with a sign-up that is not verified.
 * Nobody but the owner of the address learns of it.
 */
type SignUpTurnedAway = DomainEvent<'sign-up-turned-away', { accountId: string; because: 'registered' | 'waiting' }>;

/**
 * Somebody signed up with the address of this account, most likely its owner, who is told: once, and then not before
 * `quietUntil` (ISO time), so that nobody's mailbox is filled by others.
 */
type SignUpRepeated = DomainEvent<'sign-up-repeated', { accountId: string; quietUntil: string }>;

/** What a single-use link is for. */
export type LinkPurpose = 'verification' | 'password-reset' | 'email-change';

/** A single-use link was made; a mail takes it to the person. Of its secret only a hash is kept. */
type LinkIssued = DomainEvent<
  'link-issued',
  {
    accountId: string;
    linkId: string;
    purpose: LinkPurpose;
    /** Hex SHA-256 of the link's secret. */
    tokenHash: string;
    /** ISO time from which the link no longer works. */
    until: string;
    /** The change that the link confirms; null for links that begin one. */
    changeId: string | null;
  }
>;

/** Somebody opened the link: the e-mail address is theirs. */
type EmailVerified = DomainEvent<'email-verified', { accountId: string; linkId: string }>;

/** The person is a user of the directory, in the groups of members. */
type AccountActivated = DomainEvent<'account-activated', { accountId: string }>;

/** Nobody verified the e-mail address in time, or an admin gave the sign-up up: its names are free again. */
type SignUpLapsed = DomainEvent<'sign-up-lapsed', { accountId: string }>;

export type SignUpEvent =
  SignUpReceived | SignUpTurnedAway | SignUpRepeated | LinkIssued | EmailVerified | AccountActivated | SignUpLapsed;

import type { DomainEvent } from '../kernel/event.ts';

/** What entitles a person to set a password: a link from a mail, or the password they have. */
export type PasswordChangeBy = 'verification' | 'password-reset' | 'owner';

/** Written before the directory is asked; the password itself is never kept. */
type PasswordChangeBegun = DomainEvent<
  'password-change-begun',
  {
    accountId: string;
    changeId: string;
    by: PasswordChangeBy;
    /** The link that entitles; null when the old password does. */
    linkId: string | null;
    /** ISO time after which the outcome counts as unknown: whoever set it is gone. */
    until: string;
  }
>;

type PasswordChanged = DomainEvent<
  'password-changed',
  { accountId: string; changeId: string; by: PasswordChangeBy; linkId: string | null }
>;

/** The directory refused, or nobody knows what became of it; the person can try again. */
type PasswordChangeFailed = DomainEvent<
  'password-change-failed',
  { accountId: string; changeId: string; /** A sentence that names nobody. */ cause: string }
>;

export type PasswordEvent = PasswordChangeBegun | PasswordChanged | PasswordChangeFailed;

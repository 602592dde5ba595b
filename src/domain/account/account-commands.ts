import type { Caller } from '../kernel/caller.ts';
import type { Particulars } from './account-state.ts';
import type { PasswordChangeBy } from './password-events.ts';
import type { LinkPurpose } from './sign-up-events.ts';
import type { InstancePolicy } from './standing-events.ts';

/** Times are ISO 8601 in UTC with milliseconds, so they sort as text. */

/** Someone from the directory signed in. */
export type LinkAccount = Readonly<{ type: 'link-account'; accountId: string }> & Particulars;

export type ReceiveSignUp = Readonly<{
  type: 'receive-sign-up';
  accountId: string;
  termsVersion: string;
  until: string;
}> &
  Particulars;

/** From the sign-up process: the address belongs to somebody already. */
export type TurnAway = Readonly<{ type: 'turn-away'; because: 'registered' | 'waiting' }>;

/** From the sign-up process: somebody signed up with the address of this account. */
export type NoteSignUp = Readonly<{ type: 'note-sign-up'; now: string; quietUntil: string }>;

export type IssueLink = Readonly<{
  type: 'issue-link';
  purpose: LinkPurpose;
  linkId: string;
  tokenHash: string;
  changeId: string | null;
  now: string;
  until: string;
}>;

export type VerifyEmail = Readonly<{ type: 'verify-email'; tokenHash: string; now: string }>;

/** From the activation process: the person is a user of the directory. */
export type RecordActivated = Readonly<{ type: 'record-activated' }>;

/** From the lapse process, or because an admin gave the sign-up up. */
export type Lapse = Readonly<{ type: 'lapse' }>;

/** From the activation process, which an admin gave up: the directory has nothing of the person any more. */
export type GiveUpActivation = Readonly<{ type: 'give-up-activation' }>;

export type BeginPasswordChange = Readonly<{
  type: 'begin-password-change';
  changeId: string;
  now: string;
  until: string;
}> &
  (
    | Readonly<{ by: Exclude<PasswordChangeBy, 'owner'>; tokenHash: string }>
    | Readonly<{ by: 'owner'; tokenHash?: undefined }>
  );

export type RecordPasswordChanged = Readonly<{
  type: 'record-password-changed';
  changeId: string;
  /** The session that goes on; every other ends with the old password. */
  kept: string | null;
}>;

export type RecordPasswordChangeFailed = Readonly<{
  type: 'record-password-change-failed';
  changeId: string;
  cause: string;
  /** Where it may have been set all the same: the session that goes on while every other ends, to be safe. */
  unknown?: Readonly<{ kept: string | null }>;
}>;

type Wish = Readonly<{ changeId: string }>;

export type SubmitSshKey = Wish &
  Readonly<{ type: 'submit-ssh-key' | 'request-ssh-key-removal'; key: string; fingerprint: string; keyType: string }>;

export type ChooseDisplayName = Wish & Readonly<{ type: 'choose-display-name'; displayName: string }>;

export type RequestEmailChange = Wish & Readonly<{ type: 'request-email-change'; email: string; now: string }>;

export type ConfirmEmailChange = Readonly<{ type: 'confirm-email-change'; tokenHash: string; now: string }>;

/** From the process that carried a wish out, or could not. */
export type RecordProfileChange = Wish & Readonly<{ type: 'record-profile-change' }>;
export type RecordProfileChangeRefused = Wish & Readonly<{ type: 'record-profile-change-refused'; cause: string }>;

export type DisableAccount = Readonly<{
  type: 'disable-account';
  caller: Caller;
  reason: string;
  instances: InstancePolicy;
}>;

export type EnableAccount = Readonly<{ type: 'enable-account'; caller: Caller }>;

export type EndSessions = Readonly<{ type: 'end-sessions'; kept: string | null }>;

export type RequestErasure = Readonly<{ type: 'request-erasure'; erasureId: string; dueAt: string }>;
export type WithdrawErasure = Readonly<{ type: 'withdraw-erasure'; now: string }>;

/** From the erasure process. */
export type BeginErasure = Readonly<{ type: 'begin-erasure'; erasureId: string }>;
export type RecordErased = Readonly<{ type: 'record-erased' }>;

export type RecordExport = Readonly<{ type: 'record-export' }>;

export type AccountCommand =
  | LinkAccount
  | ReceiveSignUp
  | TurnAway
  | NoteSignUp
  | IssueLink
  | VerifyEmail
  | RecordActivated
  | Lapse
  | GiveUpActivation
  | BeginPasswordChange
  | RecordPasswordChanged
  | RecordPasswordChangeFailed
  | SubmitSshKey
  | ChooseDisplayName
  | RequestEmailChange
  | ConfirmEmailChange
  | RecordProfileChange
  | RecordProfileChangeRefused
  | DisableAccount
  | EnableAccount
  | EndSessions
  | RequestErasure
  | WithdrawErasure
  | BeginErasure
  | RecordErased
  | RecordExport;

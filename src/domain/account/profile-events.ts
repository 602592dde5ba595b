import type { DomainEvent } from '../kernel/event.ts';

type OfChange = { accountId: string; /** Names the wish and its outcome. */ changeId: string };

type SshKeySubmitted = DomainEvent<
  'ssh-key-submitted',
  OfChange & {
    /** The key in one line; personal, because its comment often says who and where. */
    key: string;
    /** `SHA256:…` */
    fingerprint: string;
    keyType: string;
  }
>;

type SshKeyAdded = DomainEvent<'ssh-key-added', OfChange & { fingerprint: string; keyType: string }>;

type SshKeyRemovalRequested = DomainEvent<
  'ssh-key-removal-requested',
  OfChange & { /** Personal. */ key: string; fingerprint: string; keyType: string }
>;

type SshKeyRemoved = DomainEvent<'ssh-key-removed', OfChange & { fingerprint: string; keyType: string }>;

type DisplayNameChosen = DomainEvent<'display-name-chosen', OfChange & { /** Personal. */ displayName: string }>;

type DisplayNameChanged = DomainEvent<'display-name-changed', OfChange & { /** Personal. */ displayName: string }>;

/** The new address gets a link; until it is opened nothing changes. */
type EmailChangeRequested = DomainEvent<'email-change-requested', OfChange & { /** Personal. */ email: string }>;

/** The link was opened: the new address is theirs. */
type EmailChangeConfirmed = DomainEvent<'email-change-confirmed', OfChange & { linkId: string }>;

type EmailChanged = DomainEvent<
  'email-changed',
  OfChange & { /** Personal. */ email: string; /** The address before; personal. */ previous: string }
>;

/** What was wished for will not be: the address is taken, the directory refuses. */
type ProfileChangeRefused = DomainEvent<
  'profile-change-refused',
  OfChange & { /** A sentence that names nobody. */ cause: string }
>;

export type ProfileEvent =
  | SshKeySubmitted
  | SshKeyAdded
  | SshKeyRemovalRequested
  | SshKeyRemoved
  | DisplayNameChosen
  | DisplayNameChanged
  | EmailChangeRequested
  | EmailChangeConfirmed
  | EmailChanged
  | ProfileChangeRefused;

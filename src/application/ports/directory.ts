/**
 * FreeIPA in our words: who people are, and what changes them.
 *
 * Whatever changes something can be repeated: it looks at what is there before it acts, and does nothing when that is done
 * already. What it makes carries the id of the account it was made for; what carries another one is never touched.
 */

export type Person = Readonly<{
  /** Stable for ever, unlike the username: FreeIPA's `ipauniqueid`. */
  directoryId: string;
  username: string;
  email: string;
  displayName: string;
  /** FreeIPA group names. */
  groups: readonly string[];
  disabled: boolean;
  /** OpenSSH public keys. */
  sshKeys: readonly string[];
  /** Id of the account that signed up for this entry; undefined for people whom somebody else entered. */
  madeFor: string | undefined;
}>;

/** Somebody who signed up and has not shown yet that the e-mail address is theirs. */
export type StagedPerson = Readonly<{ username: string; email: string; madeFor: string | undefined }>;

/** A person to enter: `accountId` is the mark that the entry will carry. */
export type NewPerson = Readonly<{ accountId: string; username: string; email: string; displayName: string }>;

/** The entry of an account that signed up with us. */
export type OwnEntry = Readonly<{ accountId: string; username: string }>;

/** Somebody to remove, as the directory knew them last; whose an entry is now is for `isTheirs` to say. */
export type LeavingPerson = OwnEntry &
  Readonly<{
    email: string;
    isTheirs: (entry: Pick<Person, 'directoryId' | 'username' | 'madeFor'>) => Promise<boolean>;
  }>;

/** What a name belongs to: `preserved` is a deleted user whose name FreeIPA keeps. */
export type NameHolder = 'user' | 'staged' | 'preserved' | 'group';

/**
 * - `unreachable`: no server answered; what was asked may have happened
 * - `denied`: our own log-in was refused, or a right is missing
 * - `ambiguous`: an e-mail matches several people, or nobody can tell which entry is meant
 * - `conflict`: the name or entry belongs to somebody else
 * - `absent`: there is no such entry
 * - `password-refused`: by the password policy, in FreeIPA's own words
 * - `wrong-password`: the current password is not the right one
 * - `locked`: too many wrong passwords; FreeIPA takes none for a while
 * - `rejected`: anything else that FreeIPA refused, in its own words
 */
export type DirectoryFailure =
  | 'unreachable'
  | 'denied'
  | 'ambiguous'
  | 'conflict'
  | 'absent'
  | 'password-refused'
  | 'wrong-password'
  | 'locked'
  | 'rejected';

/** The message names nobody: usernames, addresses and names of the request are left out of FreeIPA's words. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  readonly failure: DirectoryFailure;

  constructor(failure: DirectoryFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** Every method throws DirectoryError. */
export type Directory = Readonly<{
  /** Exact, case-insensitive match; undefined when nobody has it. Throws `ambiguous` for two. */
  findByEmail: (email: string) => Promise<Person | undefined>;
  findByUsername: (username: string) => Promise<Person | undefined>;
  findStagedByEmail: (email: string) => Promise<StagedPerson | undefined>;
  findStagedByUsername: (username: string) => Promise<StagedPerson | undefined>;
  /** What the name belongs to; undefined when it is free. */
  nameHolder: (name: string) => Promise<NameHolder | undefined>;

  /** Enters a person who may not sign in yet. Nothing to do when the entry, staged or active, is theirs already; throws `conflict` otherwise. */
  stage: (person: NewPerson) => Promise<void>;
  /** Makes a staged entry a user. Throws `absent`, or `conflict` when the entry is not this account's. */
  activate: (entry: OwnEntry) => Promise<Person>;
  /** Removes a staged entry; nothing to do when it is gone. Throws `conflict` when it is not this account's. */
  unstage: (entry: OwnEntry) => Promise<void>;
  /** Throws `absent` for a group that does not exist. */
  joinGroups: (username: string, groups: readonly string[]) => Promise<void>;

  /** Sets a password that has not expired, within the policy. Throws `password-refused`, `absent`. */
  setPassword: (username: string, password: string) => Promise<void>;
  /** The person's own change. Throws `wrong-password`, `password-refused`, `locked`. */
  changePassword: (username: string, current: string, password: string) => Promise<void>;
  setEmail: (username: string, email: string) => Promise<void>;
  setDisplayName: (username: string, displayName: string) => Promise<void>;
  /** @param key one OpenSSH public key: `ssh-ed25519 AAAA… comment` */
  addSshKey: (username: string, key: string) => Promise<void>;
  /** Removes every key of the person with the same type and blob, whatever its comment. */
  removeSshKey: (username: string, key: string) => Promise<void>;
  setDisabled: (username: string, disabled: boolean) => Promise<void>;
  /**
   * Removes a user for good, also one who was renamed, or deleted and kept; nothing to do when they are gone. Throws `ambiguous` when
   * nobody can tell whether they are.
   */
  remove: (person: LeavingPerson) => Promise<void>;
  close: () => Promise<void>;
}>;

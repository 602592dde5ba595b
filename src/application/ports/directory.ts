/** FreeIPA in our words: who a person is. The accounts capability adds what changes a person. */

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
}>;

/**
 * - `unreachable`: no server answered
 * - `denied`: our own log-in was refused
 * - `ambiguous`: an e-mail matches several people
 * - `rejected`: FreeIPA refused, in its own words
 */
export type DirectoryFailure = 'unreachable' | 'denied' | 'ambiguous' | 'rejected';

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
  close: () => Promise<void>;
}>;

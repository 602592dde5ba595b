/** Who may sign up by themselves, by configuration. */
export type SignUpPolicy = Readonly<{
  /** Regular expressions; an address must match one as a whole. */
  isAllowedEmail: (email: string) => boolean;
  termsVersion: string;
  /** FreeIPA groups that new users join. */
  groups: readonly string[];
  /** How long a sign-up waits for its address to be verified. */
  holdMilliseconds: number;
}>;

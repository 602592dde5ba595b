/**
 * Keys that encrypt personal data, one per person, wrapped by the master key of the configuration.
 * Kept outside the events they protect, in streams of their own (`key-<account id>`), so that destroying one erases the person everywhere.
 */
export type PersonalKey = Readonly<{ subject: string; /** 32 bytes, AES-256. */ key: Buffer }>;

export type KeyVault = Readonly<{
  /** The person's key; undefined when it was destroyed or never made. Cached. */
  find: (subject: string) => Promise<PersonalKey | undefined>;
  /** The cached key without waiting: `undefined` = destroyed or never made, `'unknown'` = not loaded yet. */
  peek: (subject: string) => PersonalKey | undefined | 'unknown';
  /** The person's key, made when there is none. Throws when it was destroyed: an erased person stays erased. */
  obtain: (subject: string) => Promise<PersonalKey>;
  destroy: (subject: string) => Promise<void>;
}>;

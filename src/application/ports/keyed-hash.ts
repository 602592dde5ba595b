/**
 * A hash that nobody can guess back without the installation's master key: 32 hex digits, the same for ever.
 * For personal values that must be compared or reserved but not read: a default domain, an e-mail address,
 * the content of a command.
 * @param purpose keeps hashes of the same value in different places apart
 */
export type KeyedHash = (purpose: string, value: string) => string;

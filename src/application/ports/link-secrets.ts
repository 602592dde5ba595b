/**
 * Secrets of single-use links. A link's secret follows from its id and the installation's master key, so a mail whose sending
 * was cut short is sent again with the same link; the log holds only the secret's hash.
 */
export type LinkSecrets = Readonly<{
  /** 256 bits, base64url. */
  secretOf: (link: Readonly<{ accountId: string; linkId: string }>) => string;
  /** Hex SHA-256. */
  hashOf: (secret: string) => string;
}>;

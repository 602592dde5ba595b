/** An OpenSSH public key, read. */
export type SshKey = Readonly<{
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` … */
  type: string;
  /** `SHA256:…` as `ssh-keygen -l` prints it. */
  fingerprint: string;
  /** Whatever follows the key in its line; often who and where. */
  comment: string;
  /** Of RSA keys: length of the modulus. */
  bits: number | undefined;
  /** The key in one line: type, base64 and, where there is one, comment. */
  line: string;
}>;

/** Reads what a person pasted. */
export type SshKeyReader = Readonly<{
  /**
   * One public key that may be used.
   * @throws DomainError (all invalid) `ssh-key-private` for a private key, `ssh-key-malformed`, `ssh-key-weak`
   */
  read: (text: string) => SshKey;
  /** A key that is in use already, however weak; undefined for what is none. */
  inspect: (line: string) => SshKey | undefined;
}>;

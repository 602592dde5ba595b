import ssh2 from 'ssh2';

export type SshKeyPair = Readonly<{
  /** OpenSSH private key. */ private: string;
  /** One line of `authorized_keys`. */ public: string;
}>;

/** A new Ed25519 pair. One in two hundred that ssh2 writes lacks a byte and can be read by nobody: such are made anew. */
export const newSshKeyPair = (comment = ''): SshKeyPair => {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
};

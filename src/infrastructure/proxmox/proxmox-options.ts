/** How a Proxmox VE cluster is reached. One of `ca` and `fingerprint` is needed; with both, both must hold. */
export type ProxmoxOptions = Readonly<{
  /** `https://pve.example:8006`, without a path. */
  url: string;
  /** `user@realm!token` */
  tokenId: string;
  tokenSecret: string;
  /** PEM of the certificate authority (or of the server's own certificate) to trust, and nothing else. */
  ca?: string | undefined;
  /** SHA-256 fingerprint of the API's certificate, `AA:BB:…`, as Proxmox shows it under Node > Certificates. */
  fingerprint?: string | undefined;
  /** Longest wait for any one answer, connecting included. Default 30,000. */
  timeoutMilliseconds?: number | undefined;
  ssh: SshOptions;
}>;

export type SshOptions = SshTarget &
  Readonly<{
    /** Needs root's rights for `pct`. */
    username: string;
    /** OpenSSH or PEM private key, unencrypted. */
    privateKey: string;
    /** Longest wait for one command. Default 60,000. */
    timeoutMilliseconds?: number | undefined;
    /** `pct` works on the node of its guest only: nodes that are reached elsewhere than at `host`. */
    nodes?: Readonly<Record<string, SshTarget>> | undefined;
  }>;

export type SshTarget = Readonly<{
  host: string;
  port: number;
  /** `SHA256:…`, as `ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub` prints it. */
  hostKeyFingerprint: string;
}>;

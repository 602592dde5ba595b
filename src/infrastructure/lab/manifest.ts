/** What the lab tells about itself once it is up: `<data>/lab/manifest.json`, mode 0600. */
export type LabManifest = Readonly<{
  pid: number;
  startedAt: string;
  /** Tells simulators to be slow, to answer errors, to drop connections, to die. */
  control: Readonly<{ url: string; key: string }>;
  proxmox: Readonly<{
    /** https://127.0.0.1:<port> */
    url: string;
    /** PEM of the certificate authority that signed the API's certificate. */
    ca: string;
    /** SHA-256 fingerprint of the API's certificate, `AA:BB:…`. */
    fingerprint: string;
    /** `netsoc@pve!portal` */
    tokenId: string;
    tokenSecret: string;
    ssh: Readonly<{
      host: string;
      port: number;
      username: string;
      /** OpenSSH private key, PEM. */
      privateKey: string;
      /** `SHA256:…` as `ssh-keygen -l` prints it. */
      hostKeyFingerprint: string;
    }>;
  }>;
  freeipa: Readonly<{ url: string; ca: string; username: string; password: string }>;
  oidc: Readonly<{ issuer: string; audience: string; clientId: string }>;
  mail: Readonly<{ url: string; apiKey: string; inboxUrl: string }>;
  /** Address of the webhook, and the page with what was posted to it. */
  chat: Readonly<{ url: string; pageUrl: string }>;
  dns: Readonly<{ address: string; port: number }>;
  /** Page and JSON of the Traefik emulator: last poll, applied or rejected document. */
  traefik: Readonly<{ url: string }>;
  accounts: readonly Readonly<{ username: string; password: string; email: string; role: string }>[];
}>;

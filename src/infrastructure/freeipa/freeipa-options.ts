import type { Logger } from 'pino';

export type FreeIpaOptions = Readonly<{
  /** `https://ipa1.example.org`, in the order in which they are tried. */
  servers: readonly string[];
  /** PEM of the authority that signed the servers' certificates (`/etc/ipa/ca.crt`); default: the authorities Node trusts. */
  ca?: string | undefined;
  /** Our own account. */
  username: string;
  password: string;
  /** Folder of the home directories of people who sign up, `/home/users`; nothing is made there. */
  homeDirectories: string;
  /** Of people who sign up: `/bin/bash`. */
  loginShell: string;
  /** Of each request. Default: 10 000. */
  timeoutMilliseconds?: number;
  /** How long a server that did not answer is tried last. Default: 30 000. */
  retryServerAfterMilliseconds?: number;
  logger: Logger;
}>;

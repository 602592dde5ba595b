import { HypervisorError } from '../../application/ports/hypervisor.ts';
import type { HypervisorFailure } from '../../application/ports/hypervisor.ts';

/** Proxmox's words that mean: somebody else is at it, the same request can pass later. */
const passing = [
  /\bis locked \(/,
  /^can't lock file/,
  /got (lock )?(request )?timeout/,
  /lock request timeout/,
  /detected modified configuration/,
  /no quorum/,
  /^got no worker upid/,
  /too many redirections/,
];

/**
 * The failure behind an HTTP answer. Proxmox answers 500 for nearly everything, the reason tells; 595 to 599 come
 * from its own proxy when the node that should answer does not (source: AnyEvent::HTTP's pseudo status codes).
 */
export const failureOf = (status: number, detail: string): HypervisorFailure => {
  if (status === 401 || status === 403) return 'denied';
  if (status === 502 || status === 504 || status >= 590) return 'unreachable';
  if (status === 429 || status === 503) return 'busy';
  if (status >= 500 && passing.some((words) => words.test(detail))) return 'busy';
  return 'rejected';
};

const sentence: Record<HypervisorFailure, (doing: string, detail: string) => string> = {
  unreachable: (doing) => `Proxmox could not be reached to ${doing}.`,
  rejected: (doing, detail) => `Proxmox refused to ${doing}: ${detail}`,
  denied: (doing) => `Proxmox does not let the portal ${doing}. Its access token or key needs attention.`,
  busy: (doing) => `Proxmox is busy and can not ${doing} yet.`,
};

/**
 * @param doing completes "Proxmox refused to …", e.g. `start guest 101`
 * @param detail Proxmox's or the socket's own words
 */
export const hypervisorError = (
  failure: HypervisorFailure,
  doing: string,
  detail: string,
  options?: ErrorOptions,
): HypervisorError => new HypervisorError(failure, sentence[failure](doing, detail), detail, options);

/** True for the answer that a guest's configuration file is not there (or not on this node). */
export const saysNoSuchGuest = (error: unknown): boolean =>
  error instanceof HypervisorError &&
  error.failure === 'rejected' &&
  /Configuration file '.*' does not exist/.test(error.detail);

/** True for a refusal in these words. */
export const saysRejected = (error: unknown, words: RegExp): boolean =>
  error instanceof HypervisorError && error.failure === 'rejected' && words.test(error.detail);

import type { PollRecord } from './poll-record.ts';
import type { Prepared, PreparedDocument } from './prepared-document.ts';

export type TraefikStatus = Readonly<{
  /** Whether a poll came within the configured time; `never` before the first one. */
  polling: 'current' | 'stale' | 'never';
  lastPoll: Readonly<{ at: string; result: 'served' | 'not-ready'; key: string }> | null;
  /** Whether the last poll got the document as it is now. */
  upToDate: boolean;
  document: Readonly<{ sha256: string; routes: number; preparedAt: string }> | null;
}>;

export type TraefikEndpoint = Readonly<{
  /** The document for Traefik, undefined when it is not ready; the poll is recorded either way. */
  poll: (key: string) => Prepared | undefined;
  status: () => TraefikStatus;
}>;

/** @param ready false while the read model cannot be trusted: then nothing is served, and Traefik keeps what it has */
export const createTraefikEndpoint = (
  document: PreparedDocument,
  polls: PollRecord,
  ready: () => boolean,
  staleAfterSeconds: number,
  now: () => string,
): TraefikEndpoint => ({
  poll: (key) => {
    const prepared = ready() ? document.current() : undefined;
    polls.record({
      at: now(),
      result: prepared === undefined ? 'not-ready' : 'served',
      key,
      sha256: prepared?.sha256 ?? null,
    });
    return prepared;
  },
  status: () => {
    const last = polls.last();
    const current = document.current();
    const age = last === undefined ? Infinity : Date.parse(now()) - Date.parse(last.at);
    return {
      polling: last === undefined ? 'never' : age > staleAfterSeconds * 1000 ? 'stale' : 'current',
      lastPoll: last === undefined ? null : { at: last.at, result: last.result, key: last.key },
      upToDate: current !== undefined && last?.sha256 === current.sha256,
      document:
        current === undefined
          ? null
          : { sha256: current.sha256, routes: current.routes, preparedAt: current.preparedAt },
    };
  },
});

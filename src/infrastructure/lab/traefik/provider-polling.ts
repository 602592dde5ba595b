import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createDocumentIntake } from './document-intake.ts';
import { createRetryPause } from './retry-pause.ts';
import type { Route } from './route-table.ts';

/** Where to ask; the key goes into `Authorization: Bearer`, as with the provider's `headers`. */
type PollTarget = Readonly<{ endpoint: string; key: string }>;

export type PollStatus = Readonly<{
  /** Undefined until the lab was told whom to ask. */
  endpoint: string | undefined;
  polls: number;
  lastPoll:
    Readonly<{ at: string; outcome: 'applied' | 'unchanged' | 'rejected' | 'failed'; detail: string }> | undefined;
  /** When the routes below came into force. */
  appliedAt: string | undefined;
  /** Set while the newest document is not the one in force. */
  rejected: Readonly<{ at: string; reason: string }> | undefined;
  routes: readonly Route[];
}>;

export type ProviderPolling = Readonly<{
  status: () => PollStatus;
  /** Asks somebody else from now on, at once. */
  pointTo: (target: PollTarget) => void;
  /** Polls now; resolves with the status after it. */
  pollNow: () => Promise<PollStatus>;
  close: () => Promise<void>;
}>;

export type ProviderPollingOptions = Readonly<{
  /** Traefik's default is 5000. */
  intervalMilliseconds: number;
  /** Default: 5000, as Traefik's. */
  timeoutMilliseconds?: number;
  logger: Logger;
}>;

/**
 * Asks an endpoint for its dynamic configuration again and again, as Traefik's HTTP provider does: at once, then at each interval;
 * after a failure with backoff instead, for ever, keeping the last good configuration.
 */
export const startProviderPolling = (options: ProviderPollingOptions): ProviderPolling => {
  const { logger, intervalMilliseconds, timeoutMilliseconds = 5_000 } = options;
  const intake = createDocumentIntake();
  const retry = createRetryPause();
  const closing = new AbortController();
  let wake = new AbortController();
  let target: PollTarget | undefined;
  let status: Omit<PollStatus, 'endpoint' | 'routes'> = {
    polls: 0,
    lastPoll: undefined,
    appliedAt: undefined,
    rejected: undefined,
  };

  const fetchDocument = async ({ endpoint, key }: PollTarget): Promise<string> => {
    const response = await fetch(endpoint, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMilliseconds)]),
    });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`received non-ok response code: ${String(response.status)}`);
    return body;
  };

  const poll = async (asked: PollTarget): Promise<boolean> => {
    const at = new Date().toISOString();
    try {
      const result = intake.take(await fetchDocument(asked));
      status = {
        ...status,
        ...(result.outcome === 'applied' ? { appliedAt: at, rejected: undefined } : {}),
        ...(result.outcome === 'rejected' ? { rejected: { at, reason: result.reason } } : {}),
        polls: status.polls + 1,
        lastPoll: { at, outcome: result.outcome, detail: result.outcome === 'rejected' ? result.reason : '' },
      };
      if (result.outcome === 'rejected')
        logger.error({ reason: result.reason }, 'Traefik cannot decode the configuration');
      return true;
    } catch (error) {
      if (closing.signal.aborted) return false;
      const detail = describeFailure(error);
      status = { ...status, polls: status.polls + 1, lastPoll: { at, outcome: 'failed', detail } };
      logger.debug({ detail }, 'Traefik cannot fetch the configuration');
      return false;
    }
  };

  /** True when the wait was cut short. */
  const wait = async (milliseconds: number): Promise<void> => {
    const signal = AbortSignal.any([closing.signal, wake.signal]);
    await pause(milliseconds, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (wake.signal.aborted) wake = new AbortController();
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      if (target === undefined) {
        await wait(intervalMilliseconds);
        continue;
      }
      const succeeded = await poll(target);
      if (succeeded) retry.reset();
      await wait(succeeded ? intervalMilliseconds : retry.next());
    }
  };
  const running = run();

  const current = (): PollStatus => ({ endpoint: target?.endpoint, ...status, routes: intake.routes() });

  return {
    status: current,
    pointTo: (wanted) => {
      target = wanted;
      wake.abort();
    },
    pollNow: async () => {
      if (target !== undefined) await poll(target);
      return current();
    },
    close: async () => {
      closing.abort();
      await running;
    },
  };
};

/** fetch hides the reason in `cause`. */
const describeFailure = (error: unknown): string => {
  const { message, cause } = error as Error;
  const inner = (cause as Error | undefined)?.message;
  return inner === undefined ? message : `${message}: ${inner}`;
};

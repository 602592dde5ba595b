import type { AxiosError } from 'axios';

/** How a call to a service on the internet is held within bounds; options of axios. */
export type CallBounds = Readonly<{
  timeout: number;
  signal: AbortSignal;
  maxRedirects: number;
  maxContentLength: number;
  proxy?: false;
}>;

/** No service of ours answers with more: 1 MiB. */
const largestAnswer = 1024 * 1024;

/**
 * Bounds of one call, to be made when it begins: its time in milliseconds, the size of its answer, and that it goes nowhere else.
 * The way out may lead through a proxy (`HTTPS_PROXY`), which sees an encrypted tunnel only; plain HTTP is never shown to one.
 */
export const boundedCall = (url: string, timeoutMilliseconds: number): CallBounds => ({
  // Both: axios' own stops an answer that stands still, the signal one that trickles.
  timeout: timeoutMilliseconds,
  signal: AbortSignal.timeout(timeoutMilliseconds),
  // A redirect would take what we send, secrets included, to somebody else.
  maxRedirects: 0,
  maxContentLength: largestAnswer,
  ...(url.startsWith('https:') ? {} : { proxy: false }),
});

const timeoutCodes: readonly string[] = ['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'];

/**
 * Why there was no answer: `no answer within 10000 ms`, `ECONNREFUSED`. Axios' own words and the error itself are left behind:
 * they hold the request, and with it addresses and keys.
 */
export const reasonOfSilence = (error: AxiosError, timeoutMilliseconds: number): string => {
  const code = error.code ?? 'connection lost';
  return timeoutCodes.includes(code) ? `no answer within ${String(timeoutMilliseconds)} ms` : code;
};

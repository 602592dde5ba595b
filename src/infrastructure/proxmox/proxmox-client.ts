import { ClientRequest } from 'node:http';
import type { Agent } from 'node:https';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import { z } from 'zod';
import { hypervisorError, failureOf } from './proxmox-failure.ts';
import type { ProxmoxOptions } from './proxmox-options.ts';
import { pinnedAgent, UntrustedServerError } from './tls-trust.ts';

export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

type ProxmoxRequest<T> = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api2/json`; segments that are not ours to choose come through `encodeURIComponent`. */
  path: string;
  parameters?: Parameters;
  reply: z.ZodType<T>;
  /** Completes "Proxmox refused to …". */
  doing: string;
}>;

export type ProxmoxClient = Readonly<{
  /** Data of the reply, decoded. Throws HypervisorError. */
  send: <T>(request: ProxmoxRequest<T>) => Promise<T>;
  close: () => void;
}>;

const errorBody = z.object({ errors: z.record(z.string(), z.string()).optional(), message: z.string().optional() });

/**
 * HTTPS client of the REST API: `Authorization: PVEAPIToken=…`, form bodies, `{"data": …}` replies.
 * @throws TypeError for options without anything to trust
 */
export const createProxmoxClient = (options: ProxmoxOptions): ProxmoxClient => {
  if (options.ca === undefined && options.fingerprint === undefined) {
    throw new TypeError('Proxmox needs a CA or a certificate fingerprint to be trusted');
  }
  const timeoutMilliseconds = options.timeoutMilliseconds ?? 30_000;
  const http = axios.create({
    baseURL: `${options.url.replace(/\/+$/, '')}/api2/json`,
    headers: { Authorization: `PVEAPIToken=${options.tokenId}=${options.tokenSecret}`, Accept: 'application/json' },
    responseType: 'text',
    transformResponse: [(text: unknown) => text],
    validateStatus: () => true,
    maxRedirects: 0,
    maxContentLength: 64 * 1024 * 1024,
    // The pinned connection goes to the server itself, whatever the environment says about proxies.
    proxy: false,
  });

  let agent: Promise<Agent> | undefined;
  const trusted = (): Promise<Agent> => {
    agent ??= pinnedAgent({
      url: options.url,
      ca: options.ca,
      fingerprint: options.fingerprint,
      timeoutMilliseconds,
    }).catch((error: unknown) => {
      agent = undefined;
      throw error;
    });
    return agent;
  };

  const exchange = async ({ method, path, parameters, doing }: ProxmoxRequest<unknown>): Promise<AxiosResponse> => {
    const encoded = formEncoded(parameters ?? {});
    const inBody = method === 'POST' || method === 'PUT';
    const attempt = async (): Promise<AxiosResponse> =>
      http.request({
        method,
        url: inBody || encoded === '' ? path : `${path}?${encoded}`,
        ...(inBody && { data: encoded, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
        httpsAgent: await trusted(),
        timeout: timeoutMilliseconds,
        // `timeout` begins with the answer; the signal covers connecting too.
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
    try {
      return await attempt();
    } catch (error) {
      // pveproxy closes idle connections; a read that met one in the act is asked again on a new one.
      if (method === 'GET' && wasStaleConnection(error)) {
        try {
          return await attempt();
        } catch (again) {
          throw transportError(again, doing, timeoutMilliseconds);
        }
      }
      throw transportError(error, doing, timeoutMilliseconds);
    }
  };

  return {
    send: async (request) => {
      const { doing, reply } = request;
      const response = await exchange(request);
      if (response.status < 200 || response.status > 299) {
        const detail = errorText(response);
        throw hypervisorError(failureOf(response.status, detail), doing, detail);
      }
      return decode(reply, String(response.data), doing);
    },
    close: () => {
      agent?.then(
        (open) => open.destroy(),
        // The connection never came about; its error went to whoever asked.
        () => undefined,
      );
      agent = undefined;
    },
  };
};

const formEncoded = (parameters: Parameters): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form.append(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  return form.toString();
};

/** The reason phrase is where Proxmox says what is wrong; for status 400 the body names the parameters. */
const errorText = (response: AxiosResponse): string => {
  const body = errorBody.safeParse(parsedJson(String(response.data)));
  const named = Object.entries(body.data?.errors ?? {}).map(
    ([name, text]) => `${name}: ${text.trim().replace(/\s+/g, ' ')}`,
  );
  const said = [response.statusText, body.data?.message ?? ''].map((text) => text.trim()).find((text) => text !== '');
  const reason = said ?? `HTTP status ${String(response.status)}`;
  return named.length === 0 ? reason : `${reason} ${named.join('; ')}`;
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const decode = <T>(reply: z.ZodType<T>, text: string, doing: string): T => {
  const result = z.object({ data: reply }).safeParse(parsedJson(text));
  if (!result.success) {
    throw hypervisorError('rejected', doing, `unexpected answer: ${z.prettifyError(result.error)}`);
  }
  return result.data.data;
};

const wasStaleConnection = (error: unknown): boolean =>
  axios.isAxiosError(error) &&
  (error.code === 'ECONNRESET' || error.code === 'EPIPE') &&
  error.request instanceof ClientRequest &&
  error.request.reusedSocket;

const untrustedCodes = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|INVALID_CA|HOSTNAME_)/;

/** Refused, cut or timed out is `unreachable`; a server that is not the pinned one got nothing from us: `denied`. */
const transportError = (error: unknown, doing: string, timeoutMilliseconds: number): Error => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof UntrustedServerError || error instanceof UntrustedServerError || untrustedCodes.test(code)) {
    return hypervisorError('denied', doing, `untrusted server: ${words}`, withoutSecrets(error));
  }
  const timedOut = code === 'ERR_CANCELED' || code === 'ECONNABORTED' || code === 'ETIMEDOUT' || code === 'ABORT_ERR';
  const detail = timedOut ? `no answer within ${String(timeoutMilliseconds)} ms` : words || code;
  return hypervisorError('unreachable', doing, detail, withoutSecrets(error));
};

/** An AxiosError carries the request, token included, and would be logged with it: only its words go on. */
const withoutSecrets = (error: unknown): ErrorOptions => ({
  cause: axios.isAxiosError(error) ? new Error(`${error.code ?? 'request failed'}: ${error.message}`) : error,
});

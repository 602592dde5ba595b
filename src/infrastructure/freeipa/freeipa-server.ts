import type { Agent } from 'node:https';
import axios from 'axios';
import { z } from 'zod';
import { DirectoryError } from '../../application/ports/directory.ts';
import { FreeIpaError } from './freeipa-error.ts';

/**
 * The API version we speak. Sent with every command: without it a server assumes one of 2012 (ipalib/capabilities.py).
 * 2.251 is FreeIPA 4.9.11; later servers accept it.
 */
const apiVersion = '2.251';

/** One FreeIPA server: its session protocol (ipaserver/rpcserver.py), one cookie shared by all requests. */
export type FreeIpaServer = Readonly<{
  url: string;
  /**
   * Runs a command; logs in first when there is no session, and once more when the session has ended.
   * @returns the `result` member of the reply, to be parsed by the caller
   * @throws DirectoryError (`unreachable`, `denied`), FreeIpaError
   */
  command: (
    name: string,
    positional: readonly string[],
    options: Readonly<Record<string, unknown>>,
  ) => Promise<unknown>;
}>;

export type FreeIpaServerOptions = Readonly<{
  url: string;
  agent: Agent;
  username: string;
  password: string;
  timeoutMilliseconds: number;
}>;

const envelope = z.object({
  result: z.unknown(),
  error: z.object({ code: z.number(), name: z.string(), message: z.string() }).nullable(),
});

export const createFreeIpaServer = (options: FreeIpaServerOptions): FreeIpaServer => {
  const url = options.url.replace(/\/$/, '');
  if (!url.startsWith('https://')) throw new TypeError(`FreeIPA is spoken to over https only, not ${url}`);
  const client = axios.create({
    baseURL: url,
    httpsAgent: options.agent,
    // Both: axios' own stops a slow answer, the signal also a slow connection.
    timeout: options.timeoutMilliseconds,
    maxRedirects: 0,
    proxy: false,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
    // FreeIPA refuses requests that do not come from its own pages (rpcserver.py, check_referer).
    headers: { Referer: `${url}/ipa` },
  });
  let session: Promise<string> | undefined;

  const post = async (path: string, body: string, headers: Readonly<Record<string, string>>) => {
    try {
      return await client.post<string>(path, body, {
        headers,
        signal: AbortSignal.timeout(options.timeoutMilliseconds),
      });
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      // Without the cause: axios keeps the request in it, and with it our password or cookie.
      throw new DirectoryError('unreachable', `${url} does not answer: ${error.code ?? ''} ${error.message}`);
    }
  };

  const logIn = async (): Promise<string> => {
    const form = new URLSearchParams({ user: options.username, password: options.password }).toString();
    const reply = await post('/ipa/session/login_password', form, {
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'text/plain',
    });
    if (reply.status === 401) {
      const reason = String(reply.headers['x-ipa-rejection-reason'] ?? 'no reason given');
      throw new DirectoryError('denied', `${url} refuses our log-in as ${options.username}: ${reason}`);
    }
    const cookie = /ipa_session=[^;]+/.exec((reply.headers['set-cookie'] ?? []).join('; '))?.[0];
    if (reply.status !== 200 || cookie === undefined) {
      throw new DirectoryError('unreachable', `${url} answers our log-in with ${String(reply.status)}`);
    }
    return cookie;
  };

  /** One log-in for all who wait for it; a failed one is forgotten. */
  const openSession = (): Promise<string> => {
    session ??= logIn().catch((error: unknown) => {
      session = undefined;
      throw error;
    });
    return session;
  };

  const send = async (body: string) => {
    const mine = openSession();
    const reply = await post('/ipa/session/json', body, {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      Cookie: await mine,
    });
    // Only the session that was refused is dropped: another request may have opened a new one meanwhile.
    if (reply.status === 401 && session === mine) session = undefined;
    return reply;
  };

  return {
    url,
    command: async (name, positional, commandOptions) => {
      const body = JSON.stringify({
        method: `${name}/1`,
        params: [positional, { ...commandOptions, version: apiVersion }],
        id: 0,
      });
      let reply = await send(body);
      if (reply.status === 401) reply = await send(body);
      if (reply.status === 401) throw new DirectoryError('denied', `${url} refuses a session it has just opened`);
      if (reply.status !== 200) {
        throw new DirectoryError('unreachable', `${url} answers ${name} with ${String(reply.status)}`);
      }
      const { result, error } = parseEnvelope(url, name, reply.data);
      if (error !== null) throw new FreeIpaError(error.code, error.name, error.message);
      return result;
    },
  };
};

const parseEnvelope = (url: string, name: string, body: string): z.infer<typeof envelope> => {
  try {
    return envelope.parse(JSON.parse(body));
  } catch (error) {
    throw new DirectoryError('unreachable', `${url} answers ${name} with something that is not FreeIPA's`, {
      cause: error,
    });
  }
};

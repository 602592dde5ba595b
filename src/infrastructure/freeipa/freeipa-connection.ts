import type { Agent } from 'node:https';
import axios from 'axios';
import { DirectoryError } from '../../application/ports/directory.ts';

type Headers = Readonly<Record<string, string>>;

export type FreeIpaReply = Readonly<{ status: number; header: (name: string) => string | undefined; body: string }>;

/** HTTP to one FreeIPA server. */
export type FreeIpaConnection = Readonly<{
  url: string;
  /** @throws DirectoryError `unreachable`; every status is an answer */
  post: (path: string, body: string, headers: Headers) => Promise<FreeIpaReply>;
  postForm: (path: string, fields: Readonly<Record<string, string>>) => Promise<FreeIpaReply>;
}>;

export type FreeIpaConnectionOptions = Readonly<{ url: string; agent: Agent; timeoutMilliseconds: number }>;

export const createFreeIpaConnection = (options: FreeIpaConnectionOptions): FreeIpaConnection => {
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
    headers: {
      // FreeIPA refuses requests that do not come from its own pages (rpcserver.py, check_referer).
      Referer: `${url}/ipa`,
      // Some of its answers we know by their words.
      'Accept-Language': 'en',
    },
  });

  const post: FreeIpaConnection['post'] = async (path, body, headers) => {
    try {
      const reply = await client.post<string>(path, body, {
        headers,
        signal: AbortSignal.timeout(options.timeoutMilliseconds),
      });
      return { status: reply.status, header: (name) => headerOf(reply.headers[name]), body: reply.data };
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      // Without the cause: axios keeps the request in it, and with it passwords and the cookie.
      throw new DirectoryError('unreachable', `${url} does not answer: ${error.code ?? ''} ${error.message}`);
    }
  };

  return {
    url,
    post,
    postForm: (path, fields) =>
      post(path, new URLSearchParams(fields).toString(), {
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'text/plain',
      }),
  };
};

const headerOf = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return value.join('; ');
  return typeof value === 'string' ? value : undefined;
};

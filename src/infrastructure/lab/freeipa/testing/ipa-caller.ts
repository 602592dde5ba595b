import { request } from 'node:https';
import { readBody } from '../../wire/messages.ts';

export type IpaAnswer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}>;

/** What came back from a command; FreeIPA answers 200 whatever it says. */
export type IpaOutcome = Readonly<{
  result: Readonly<Record<string, unknown>> | null;
  error: Readonly<{ code: number; name: string; message: string; data: Readonly<Record<string, string>> }> | null;
}>;

/** A bare client of FreeIPA's protocol, so that the simulator is not tested with our own. */
export type IpaCaller = Readonly<{
  post: (path: string, body: string, headers: Readonly<Record<string, string>>) => Promise<IpaAnswer>;
  logIn: (user: string, password: string, headers?: Readonly<Record<string, string>>) => Promise<IpaAnswer>;
  changePassword: (user: string, old: string, next: string) => Promise<IpaAnswer>;
  rpc: (cookie: string, body: string, headers?: Readonly<Record<string, string>>) => Promise<IpaAnswer>;
  /** Logs in and gives a function that runs commands in that session. */
  as: (
    user: string,
    password: string,
  ) => Promise<(method: string, positional?: readonly unknown[], options?: object) => Promise<IpaOutcome>>;
}>;

const form = 'application/x-www-form-urlencoded';

/** @param ca PEM of the authority that signed the server's certificate */
export const createIpaCaller = (url: string, ca: string): IpaCaller => {
  const post: IpaCaller['post'] = (path, body, headers) =>
    new Promise((resolve, reject) => {
      const all = { referer: `${url}/ipa`, ...headers };
      const outgoing = request(`${url}${path}`, { method: 'POST', ca, headers: all, agent: false }, (response) => {
        readBody(response).then((text) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        }, reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const logIn: IpaCaller['logIn'] = (user, password, headers = {}) =>
    post('/ipa/session/login_password', new URLSearchParams({ user, password }).toString(), {
      'content-type': form,
      ...headers,
    });
  const rpc: IpaCaller['rpc'] = (cookie, body, headers = {}) =>
    post('/ipa/session/json', body, { 'content-type': 'application/json', cookie, ...headers });
  return {
    post,
    logIn,
    rpc,
    changePassword: (user, old, next) =>
      post(
        '/ipa/session/change_password',
        new URLSearchParams({ user, old_password: old, new_password: next }).toString(),
        { 'content-type': form },
      ),
    as: async (user, password) => {
      const cookie = sessionCookie(await logIn(user, password));
      return async (method, positional = [], options = {}) => {
        const body = JSON.stringify({ method, params: [positional, { version: '2.254', ...options }], id: 0 });
        return JSON.parse((await rpc(cookie, body)).body) as IpaOutcome;
      };
    },
  };
};

/** The Cookie header for a log-in's session. */
export const sessionCookie = ({ headers }: IpaAnswer): string => String(headers['set-cookie']).split(';', 1).join('');

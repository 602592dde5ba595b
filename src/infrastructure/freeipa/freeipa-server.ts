import { z } from 'zod';
import { DirectoryError } from '../../application/ports/directory.ts';
import { createFreeIpaConnection } from './freeipa-connection.ts';
import type { FreeIpaConnectionOptions, FreeIpaReply } from './freeipa-connection.ts';
import { FreeIpaError } from './freeipa-error.ts';
import { maskedWords } from './masked-words.ts';
import { changePassword, logIn } from './password-forms.ts';
import type { PasswordChange } from './password-forms.ts';

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
    positional: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
  ) => Promise<unknown>;
  /** Changes a person's password with the one it replaces. @throws DirectoryError `unreachable` */
  changePassword: (username: string, current: string, password: string) => Promise<PasswordChange>;
  /**
   * Tries a person's password; a wrong one counts against them. Leaves no session open.
   * @returns `accepted`, or FreeIPA's word for the refusal
   * @throws DirectoryError `unreachable`
   */
  tryPassword: (username: string, password: string) => Promise<string>;
}>;

export type FreeIpaServerOptions = FreeIpaConnectionOptions & Readonly<{ username: string; password: string }>;

const envelope = z.object({
  result: z.unknown(),
  error: z.object({ code: z.number(), name: z.string(), message: z.string() }).nullable(),
});

export const createFreeIpaServer = (options: FreeIpaServerOptions): FreeIpaServer => {
  const connection = createFreeIpaConnection(options);
  const { url } = connection;
  let session: Promise<string> | undefined;

  const newSession = async (): Promise<string> => {
    const answer = await logIn(connection, options.username, options.password);
    if ('cookie' in answer) return answer.cookie;
    throw new DirectoryError('denied', `${url} refuses our log-in as ${options.username}: ${answer.refusal}`);
  };

  /** One log-in for all who wait for it; a failed one is forgotten. */
  const openSession = (): Promise<string> => {
    session ??= newSession().catch((error: unknown) => {
      session = undefined;
      throw error;
    });
    return session;
  };

  const postJson = (cookie: string, body: string): Promise<FreeIpaReply> =>
    connection.post('/ipa/session/json', body, {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      Cookie: cookie,
    });

  const send = async (body: string): Promise<FreeIpaReply> => {
    const mine = openSession();
    const reply = await postJson(await mine, body);
    // Only the session that was refused is dropped: another request may have opened a new one meanwhile.
    if (reply.status === 401 && session === mine) session = undefined;
    return reply;
  };

  return {
    url,
    command: async (name, positional, commandOptions) => {
      const body = bodyOf(name, positional, commandOptions);
      let reply = await send(body);
      if (reply.status === 401) reply = await send(body);
      if (reply.status === 401) throw new DirectoryError('denied', `${url} refuses a session it has just opened`);
      if (reply.status !== 200) {
        throw new DirectoryError('unreachable', `${url} answers ${name} with ${String(reply.status)}`);
      }
      const { result, error } = parseEnvelope(url, name, reply.body);
      if (error === null) return result;
      throw new FreeIpaError(error.code, error.name, maskedWords(error.message, [positional, commandOptions]));
    },
    changePassword: (username, current, password) =>
      changePassword(connection, { user: username, old_password: current, new_password: password }),
    tryPassword: async (username, password) => {
      const answer = await logIn(connection, username, password);
      if ('refusal' in answer) return answer.refusal;
      await postJson(answer.cookie, bodyOf('session_logout', [], {}));
      return 'accepted';
    },
  };
};

const bodyOf = (name: string, positional: readonly unknown[], options: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ method: `${name}/1`, params: [positional, { ...options, version: apiVersion }], id: 0 });

const parseEnvelope = (url: string, name: string, body: string): z.infer<typeof envelope> => {
  try {
    return envelope.parse(JSON.parse(body));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    // Without the cause: it quotes the answer, and answers are about people.
    throw new DirectoryError('unreachable', `${url} answers ${name} with something that is not FreeIPA's`);
  }
};

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ServerCertificate } from '../certificates/certificate-authority.ts';
import { contentType, readBody, requestUrl, sendJson, sendText } from '../wire/messages.ts';
import { startSimulatorServer } from '../wire/simulator-server.ts';
import type { SimulatorServer } from '../wire/simulator-server.ts';
import type { IpaDatabase } from './ipa-database.ts';
import { answerRpc } from './ipa-rpc.ts';
import { createIpaSessions } from './ipa-sessions.ts';
import { passwordFits } from './passwords.ts';

export type FreeIpaSimulator = Omit<SimulatorServer, 'control'> &
  Readonly<{
    /** `https://127.0.0.1:<port>` */
    url: string;
    /** Fault commands of every HTTP simulator, and those of `freeIpaCommand`. */
    control: (command: unknown) => Promise<unknown>;
  }>;

export type FreeIpaSimulatorOptions = Readonly<{
  port: number;
  database: IpaDatabase;
  certificate: ServerCertificate;
  logger: Logger;
}>;

/** What only this simulator can be told. */
const freeIpaCommand = z.discriminatedUnion('do', [
  /** Ends every session, as a restart of the server would. */
  z.strictObject({ do: z.literal('end-sessions') }),
  /** Makes, changes or removes a person, as an administrator in FreeIPA's own interface would. */
  z.strictObject({
    do: z.literal('change-user'),
    uid: z.string(),
    disabled: z.boolean().optional(),
    attributes: z.record(z.string(), z.array(z.string())).optional(),
  }),
  z.strictObject({ do: z.literal('set-members'), group: z.string(), members: z.array(z.string()) }),
]);

/** Starts an HTTPS server that answers like FreeIPA 4.12 what the portal asks (ipaserver/rpcserver.py). */
export const startFreeIpaSimulator = async (options: FreeIpaSimulatorOptions): Promise<FreeIpaSimulator> => {
  const { database } = options;
  const sessions = createIpaSessions();

  /** The Referer must name this very server; FreeIPA answers 400 otherwise (rpcserver.py, check_referer). */
  const refererFits = (request: IncomingMessage): boolean =>
    (request.headers.referer ?? '').startsWith(`https://${request.headers.host ?? ''}/ipa`);

  const logIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await readBody(request, 64 * 1024));
    const username = form.get('user');
    const password = form.get('password');
    if (contentType(request) !== 'application/x-www-form-urlencoded' || username === null || password === null) {
      refuse(response, 400, 'Bad Request');
      return;
    }
    const uid = username.toLowerCase();
    const user = database.read().users[uid];
    if (user === undefined || !passwordFits(user, password)) {
      refuse(response, 401, 'Unauthorized', 'invalid-password');
      return;
    }
    if (user.disabled) {
      refuse(response, 401, 'Unauthorized', 'user-locked');
      return;
    }
    sendText(response, 200, '', { 'set-cookie': `ipa_session=${sessions.open(uid)};path=/ipa;httponly;secure;` });
  };

  const rpc = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, 4 * 1024 * 1024);
    const caller = sessions.find(request.headers.cookie);
    if (caller === undefined) {
      refuse(response, 401, 'Unauthorized');
      return;
    }
    if (contentType(request) !== 'application/json') {
      refuse(response, 400, 'Bad Request');
      return;
    }
    const reply = answerRpc(body, { database, caller });
    if (body.includes('"session_logout')) sessions.end(request.headers.cookie);
    sendJson(response, 200, reply);
  };

  const server = await startSimulatorServer({
    name: 'freeipa',
    port: options.port,
    tls: options.certificate,
    logger: options.logger,
    handler: async (request, response) => {
      const handlers = new Map([
        ['POST /ipa/session/login_password', logIn],
        ['POST /ipa/session/json', rpc],
      ]);
      const handle = handlers.get(`${request.method ?? ''} ${requestUrl(request).pathname}`);
      if (handle === undefined) {
        request.resume();
        refuse(response, 404, 'Not Found');
      } else if (refererFits(request)) {
        await handle(request, response);
      } else {
        request.resume();
        refuse(response, 400, 'Invalid or missing HTTP Referer');
      }
    },
  });

  return {
    ...server,
    url: `https://127.0.0.1:${String(server.port)}`,
    control: async (command) => {
      const own = freeIpaCommand.safeParse(command);
      if (!own.success) return server.control(command);
      const wish = own.data;
      switch (wish.do) {
        case 'end-sessions':
          sessions.endAll();
          break;
        case 'change-user':
          changeUser(database, wish.uid, wish.disabled, wish.attributes ?? {});
          break;
        case 'set-members':
          database.change((content) => {
            const group = content.groups[wish.group];
            if (group === undefined) throw new Error(`the lab's FreeIPA has no group ${wish.group}`);
            return { ...content, groups: { ...content.groups, [wish.group]: { ...group, members: wish.members } } };
          });
      }
      return { done: wish.do };
    },
  };
};

const changeUser = (
  database: IpaDatabase,
  uid: string,
  disabled: boolean | undefined,
  attributes: Readonly<Record<string, string[]>>,
): void => {
  database.change((content) => {
    const user = content.users[uid];
    if (user === undefined) throw new Error(`the lab's FreeIPA has no user ${uid}`);
    const changed = {
      ...user,
      disabled: disabled ?? user.disabled,
      attributes: { ...user.attributes, ...attributes },
    };
    return { ...content, users: { ...content.users, [uid]: changed } };
  });
};

/** FreeIPA's HTTP errors are pages, with the reason of a refused log-in in a header. */
const refuse = (response: ServerResponse, status: number, text: string, reason?: string): void => {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    ...(reason === undefined ? {} : { 'x-ipa-rejection-reason': reason }),
  });
  response.end(status === 401 && reason === undefined ? '' : `<html><body><h1>${text}</h1></body></html>`);
};

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ServerCertificate } from '../certificates/certificate-authority.ts';
import { contentType, readBody, requestUrl, sendJson } from '../wire/messages.ts';
import { startSimulatorServer } from '../wire/simulator-server.ts';
import type { SimulatorServer } from '../wire/simulator-server.ts';
import { freeIpaCommand, obeyFreeIpaCommand } from './freeipa-control.ts';
import { answerPage } from './html-answers.ts';
import type { IpaDatabase } from './ipa-database.ts';
import { answerRpc } from './ipa-rpc.ts';
import { createIpaSessions } from './ipa-sessions.ts';
import { createLostAnswers } from './lost-answers.ts';
import { createPasswordForms } from './password-forms.ts';

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

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Starts an HTTPS server that answers like FreeIPA 4.12 what the portal asks (ipaserver/rpcserver.py). */
export const startFreeIpaSimulator = async (options: FreeIpaSimulatorOptions): Promise<FreeIpaSimulator> => {
  const { database } = options;
  const sessions = createIpaSessions();
  const lostAnswers = createLostAnswers();
  const forms = createPasswordForms(database, sessions);

  /** The Referer must name this very server; FreeIPA answers 400 otherwise (rpcserver.py, check_referer). */
  const refererFits = (request: IncomingMessage): boolean =>
    (request.headers.referer ?? '').startsWith(`https://${request.headers.host ?? ''}/ipa`);

  const rpc: Handler = async (request, response) => {
    const body = await readBody(request, 4 * 1024 * 1024);
    const caller = sessions.find(request.headers.cookie);
    if (caller === undefined) {
      response.writeHead(401, { 'content-type': 'text/html; charset=utf-8' }).end();
      return;
    }
    if (contentType(request) !== 'application/json') {
      answerPage(response, 400, 'Bad Request');
      return;
    }
    const { command, reply } = answerRpc(body, { database, caller });
    if (command === 'session_logout') sessions.end(request.headers.cookie);
    if (lostAnswers.take(command)) request.socket.destroy();
    else sendJson(response, 200, reply);
  };

  const changePassword: Handler = async (request, response) => {
    if (!lostAnswers.take('change_password')) return forms.changePassword(request, response);
    response.end = () => {
      request.socket.destroy();
      return response;
    };
    return forms.changePassword(request, response);
  };

  const handlers: ReadonlyMap<string, Handler> = new Map([
    ['POST /ipa/session/login_password', forms.logIn],
    ['POST /ipa/session/change_password', changePassword],
    ['POST /ipa/session/json', rpc],
  ]);

  const server = await startSimulatorServer({
    name: 'freeipa',
    port: options.port,
    tls: options.certificate,
    logger: options.logger,
    handler: async (request, response) => {
      const handle = handlers.get(`${request.method ?? ''} ${requestUrl(request).pathname}`);
      if (handle === undefined) {
        request.resume();
        answerPage(response, 404, 'Not Found');
      } else if (refererFits(request)) {
        await handle(request, response);
      } else {
        request.resume();
        answerPage(response, 400, 'Invalid or missing HTTP Referer');
      }
    },
  });

  return {
    ...server,
    url: `https://127.0.0.1:${String(server.port)}`,
    control: async (command) => {
      const own = freeIpaCommand.safeParse(command);
      if (!own.success) return await server.control(command);
      obeyFreeIpaCommand(own.data, { database, sessions, lostAnswers });
      return { done: own.data.do };
    },
  };
};

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { z } from 'zod';
import { homePage } from './home-page.ts';
import type { LabManifest } from './manifest.ts';
import { UnknownAccountError } from './oidc/token-minting.ts';
import type { MintedToken, MintRequest } from './oidc/token-variant.ts';
import { readBody, requestUrl, sendHtml, sendJson } from './wire/messages.ts';
import { startSimulatorServer } from './wire/simulator-server.ts';

/** What the control port does; everything but the home page needs the key as a Bearer token. */
export type LabControls = Readonly<{
  manifest: LabManifest;
  /** One command to one simulator, by its name. */
  simulators: ReadonlyMap<string, (command: unknown) => Promise<unknown>>;
  mintToken: (request: MintRequest) => Promise<MintedToken>;
  /** Ends the lab in good order; called after the answer has left. */
  shutDown: () => void;
  /** Ends the process at once, like kill -9. */
  die: () => void;
}>;

export type ControlServerOptions = Readonly<{
  port: number;
  key: string;
  /** Requests wait for it: the address of this server is itself a part of the manifest. */
  controls: Promise<LabControls>;
  logger: Logger;
}>;

/**
 * The lab's control port:
 * - `GET /` home page, for people
 * - `GET /status` process id and addresses
 * - `POST /control/{simulator}` one command (see each simulator's `control`)
 * - `POST /lab/token` an access token without a browser (see `mintRequest`)
 * - `POST /shutdown`, `POST /die`
 */
export const startControlServer = (options: ControlServerOptions) =>
  startSimulatorServer({
    name: 'control',
    port: options.port,
    logger: options.logger,
    handler: async (request, response) => {
      const controls = await options.controls;
      const { pathname } = requestUrl(request);
      if (request.method === 'GET' && pathname === '/') {
        request.resume();
        sendHtml(response, 200, homePage(controls.manifest));
        return;
      }
      if (!hasKey(request, options.key)) {
        request.resume();
        sendJson(response, 401, { error: 'the control key is missing or wrong' }, { 'www-authenticate': 'Bearer' });
        return;
      }
      await command(controls, pathname, request, response);
    },
  });

const hasKey = (request: IncomingMessage, key: string): boolean => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${key}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

const command = async (
  controls: LabControls,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await readBody(request, 1024 * 1024);
  const simulator = controls.simulators.get(/^\/control\/([a-z]+)$/.exec(pathname)?.[1] ?? '');
  try {
    switch (`${request.method ?? ''} ${simulator === undefined ? pathname : '/control'}`) {
      case 'GET /status':
        sendJson(response, 200, {
          pid: controls.manifest.pid,
          startedAt: controls.manifest.startedAt,
          simulators: [...controls.simulators.keys()],
        });
        return;
      case 'POST /control':
        sendJson(response, 200, (await simulator?.(parseBody(body))) ?? {});
        return;
      case 'POST /lab/token':
        sendJson(response, 200, await controls.mintToken(parseBody(body) as MintRequest));
        return;
      case 'POST /shutdown':
        response.once('close', controls.shutDown);
        sendJson(response, 202, {}, { connection: 'close' });
        return;
      case 'POST /die':
        controls.die();
        sendJson(response, 202, {});
        return;
      default:
        sendJson(response, 404, { error: `nothing at ${request.method ?? ''} ${pathname}` });
    }
  } catch (error) {
    if (error instanceof z.ZodError) sendJson(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof UnknownAccountError) sendJson(response, 404, { error: error.message });
    else if (error instanceof SyntaxError) sendJson(response, 400, { error: `not JSON: ${error.message}` });
    else throw error;
  }
};

const parseBody = (body: string): unknown => (body === '' ? {} : JSON.parse(body));

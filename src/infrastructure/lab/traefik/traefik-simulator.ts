import type { Logger } from 'pino';
import { z } from 'zod';
import { requestUrl, sendHtml, sendJson, sendText } from '../wire/messages.ts';
import { startSimulatorServer } from '../wire/simulator-server.ts';
import { startProviderPolling } from './provider-polling.ts';
import type { PollStatus } from './provider-polling.ts';
import { statusPage } from './status-page.ts';

export type TraefikSimulator = Readonly<{
  port: number;
  /** Page for people; `/status` below it is the same as JSON (`PollStatus`). */
  url: string;
  status: () => PollStatus;
  /** Takes a `traefikCommand`; throws a ZodError for anything else. */
  control: (command: unknown) => Promise<PollStatus>;
  close: () => Promise<void>;
}>;

export type TraefikSimulatorOptions = Readonly<{
  port: number;
  /** Default: 2000, so that a newcomer sees a route soon; Traefik's own default is 5000. */
  pollIntervalMilliseconds?: number | undefined;
  logger: Logger;
}>;

const traefikCommand = z.discriminatedUnion('do', [
  /** Whom to ask, with which key; nobody is asked before. */
  z.strictObject({ do: z.literal('point-to'), endpoint: z.url(), key: z.string().min(1) }),
  /** Asks now instead of at the next interval. */
  z.strictObject({ do: z.literal('poll') }),
]);

/** Starts an emulator of Traefik's HTTP provider: it polls, applies or rejects, and shows what it routes; no traffic passes. */
export const startTraefikSimulator = async (options: TraefikSimulatorOptions): Promise<TraefikSimulator> => {
  const polling = startProviderPolling({
    intervalMilliseconds: options.pollIntervalMilliseconds ?? 2_000,
    logger: options.logger,
  });
  const server = await startSimulatorServer({
    name: 'traefik',
    port: options.port,
    logger: options.logger,
    handler: (request, response) => {
      request.resume();
      const { pathname } = requestUrl(request);
      if (pathname === '/status') sendJson(response, 200, polling.status());
      else if (pathname === '/') sendHtml(response, 200, statusPage(polling.status()));
      else sendText(response, 404, 'not found');
      return Promise.resolve();
    },
  });
  return {
    port: server.port,
    url: `http://127.0.0.1:${String(server.port)}/`,
    status: polling.status,
    control: async (command) => {
      const wish = traefikCommand.parse(command);
      if (wish.do === 'poll') return polling.pollNow();
      polling.pointTo({ endpoint: wish.endpoint, key: wish.key });
      return polling.status();
    },
    close: async () => {
      await Promise.all([polling.close(), server.close()]);
    },
  };
};

import { join } from 'node:path';
import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { EventStore } from '../../application/ports/event-store.ts';
import { openReadModels } from '../../projections/read-models.ts';
import { decodeMasterKey } from '../config/configuration.ts';
import type { Configuration } from '../config/configuration.ts';
import { insistOnMasterKey } from '../event-log/index.ts';
import { createHttpApplication } from '../http/application.ts';
import type { HttpApplicationOptions } from '../http/application.ts';
import { createAuthentication } from '../http/authentication.ts';
import type { Authenticate } from '../http/authentication.ts';
import { openSocketFront } from '../http/http-front.ts';
import type { HttpFront } from '../http/http-front.ts';
import { openApiDocument } from '../http/openapi-document.ts';
import { documentationPages } from '../http/pages/documentation-pages.ts';
import { portalPages } from '../http/pages/portal-pages.ts';
import { allRoutes } from '../http/routes/all-routes.ts';
import { pagePolicy, securityHeaders } from '../http/security-headers.ts';
import { operatorCaller, operatorRoutes } from '../operator/operator-routes.ts';
import { removeServerRecord, socketPathOf, writeServerRecord } from '../operator/server-record.ts';
import { apiServicesOf } from './api-services-of.ts';
import { logSourceOf } from './open-event-store.ts';
import { rateLimitsOf } from './rate-limits-of.ts';
import { parts, registerParts } from './registrations.ts';
import type { Parts } from './registrations.ts';
import { standingOf } from './standing-of.ts';
import { startProcesses } from './start-processes.ts';

export type ServerOptions = Readonly<{
  configuration: Configuration;
  dataFolder: string;
  mode: 'lab' | 'configured';
  /** Taken before anything else, and closed with the server. */
  front: HttpFront;
  /** Opened before anything else, and closed with the server. */
  store: EventStore;
  /** Folder of the built portal. */
  portalFolder: string;
  version: string;
  logger: Logger;
}>;

export type RunningServer = Readonly<{
  parts: Parts;
  /** Resolves when everything is closed in order; what cannot be closed is logged. */
  stop: () => Promise<void>;
}>;

/** Undoes what was started, last first; each part gets its turn even when another fails. */
const createClosing = (logger: Logger) => {
  const steps: { name: string; close: () => unknown }[] = [];
  return {
    add: (name: string, close: () => unknown): void => {
      steps.push({ name, close });
    },
    run: async (): Promise<void> => {
      for (const { name, close } of steps.splice(0).reverse()) {
        try {
          await close();
        } catch (error) {
          // The rest must still be closed; the log keeps what went wrong.
          logger.error({ err: error, part: name }, 'a part did not close well');
        }
      }
    },
  };
};

const authenticationOf = (all: Parts): Authenticate => {
  return createAuthentication({
    verifier: all.get(parts.tokenVerifier),
    findPerson: all.get(parts.personFinder).find,
    standingOf: standingOf(all.get(parts.readModels), all.get(parts.eventLog)),
    sessions: all.get(parts.sessions),
    clock: all.get(parts.clock),
  });
};

/** Whoever may open the socket is the operator; the header only says which of the machine's users it is. */
const authenticateOperator = (headers: IncomingHttpHeaders) => {
  const name = headers['x-operator'];
  return Promise.resolve(operatorCaller(typeof name === 'string' && /^[\w.-]{1,64}$/.test(name) ? name : 'operator'));
};

/**
 * Opens everything in order: read models, processes, HTTP; the operator's socket last, so that whoever finds it finds all of it.
 * What was opened is closed again when a later part fails.
 */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { configuration, dataFolder, logger, front, store } = options;
  const closing = createClosing(logger);
  closing.add('event store', () => store.close());
  closing.add('http', front.close);
  try {
    const all = registerParts(configuration, dataFolder, logger);
    all.set(parts.eventStore, store);
    await insistOnMasterKey(store, decodeMasterKey(configuration.master_key));

    const readModels = await openReadModels({
      directory: join(dataFolder, 'read-models'),
      log: all.get(parts.eventLog),
      logSource: logSourceOf(configuration, dataFolder),
      logger,
    });
    closing.add('read models', () => readModels.close());
    all.set(parts.readModels, readModels);
    closing.add('directory', () => all.get(parts.directory).close());
    closing.add('hypervisor', () => all.get(parts.hypervisor).close());

    const processes = startProcesses(all);
    closing.add('processes', () => processes.stop());

    const authenticate = authenticationOf(all);
    const api = await apiServicesOf(all, authenticate, processes);
    closing.add('api', () => api.close());

    const limits = rateLimitsOf(configuration);
    closing.add('rate limits', limits.close);
    const publicRoutes = allRoutes(api.services);
    const faces = {
      limits,
      logger,
      trustedProxies: configuration.http.trusted_proxies,
    } satisfies Partial<HttpApplicationOptions>;
    front.serve(
      createHttpApplication({
        ...faces,
        routes: publicRoutes,
        authenticate,
        headers: [api.metrics.observe, ...securityHeaders(configuration.links.base_url.startsWith('https:'))],
        pages: [
          pagePolicy({ issuer: configuration.auth.oidc.issuer, captcha: configuration.captcha.enabled }),
          documentationPages(openApiDocument(publicRoutes, options.version)),
          portalPages(options.portalFolder),
        ],
      }),
    );
    const socket = socketPathOf(dataFolder);
    const operatorFront = await openSocketFront(socket);
    closing.add('operator socket', operatorFront.close);
    operatorFront.serve(
      createHttpApplication({
        ...faces,
        routes: [...publicRoutes, ...operatorRoutes(all.get(parts.eventLog), all.get(parts.openPersonal), logger)],
        authenticate: authenticateOperator,
        headers: [],
        pages: [],
      }),
    );
    writeServerRecord(dataFolder, {
      pid: process.pid,
      url: `http://${configuration.http.host}:${String(front.port)}`,
      socket,
      mode: options.mode,
      startedAt: new Date().toISOString(),
    });
    closing.add('server record', () => {
      removeServerRecord(dataFolder);
    });
    // Streams end first: nobody waits for requests that never do.
    closing.add('streams', () => {
      api.services.changes.closeAll();
    });
    return { parts: all, stop: closing.run };
  } catch (error) {
    await closing.run();
    throw error;
  }
};

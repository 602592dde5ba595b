import { formatPosition } from '../../application/ports/position.ts';
import type { ReadModelStatus } from '../../projections/engine/index.ts';
import type { Configuration } from '../config/configuration.ts';
import type { ApiServices } from '../http/api-services.ts';
import type { Authenticate } from '../http/authentication.ts';
import { forgetChangedPeople } from '../http/forget-changed-people.ts';
import { createServerMetrics } from '../http/server-metrics.ts';
import type { ServerMetrics } from '../http/server-metrics.ts';
import { startChangeFeed } from '../http/stream/change-feed.ts';
import { createChangeStreams } from '../http/stream/change-stream.ts';
import { createPreparedDocument } from '../traefik/prepared-document.ts';
import { createRoutedDomains } from '../traefik/routed-domains.ts';
import { createTraefikEndpoint } from '../traefik/traefik-endpoint.ts';
import type { TraefikEndpoint } from '../traefik/traefik-endpoint.ts';
import { readinessOf } from './readiness.ts';
import { parts } from './registrations.ts';
import type { Parts } from './registrations.ts';
import type { RunningProcesses } from './start-processes.ts';

/** Longest time that a timer can be set to, about 25 days. */
const veryLong = 2_147_483_647;

/** The document follows the read model, which may answer Traefik once it has caught up with the log as it was at the start. */
const traefikEndpointOf = async (all: Parts): Promise<TraefikEndpoint & { close: () => Promise<void> }> => {
  const { traefikConfiguration, engine } = all.get(parts.readModels);
  const { traefik } = all.get(parts.configuration).proxmox.network;
  const clock = all.get(parts.clock);
  const polls = all.get(parts.pollRecord);
  const name = 'traefik-configuration';
  const head = await all.get(parts.eventLog).head();
  let ready = false;
  const routedDomains = createRoutedDomains(() => traefikConfiguration.routes(), all.get(parts.openPersonal));
  const document = createPreparedDocument(
    () => (ready ? routedDomains() : Promise.resolve(undefined)),
    { entryPoints: traefik.entry_points, certResolver: traefik.service_subdomain_cert_resolver },
    clock,
    all.get(parts.logger),
  );
  const begin = (caughtUp: boolean): void => {
    if (!caughtUp) return;
    ready = true;
    void document.refresh();
  };
  if (head === undefined) begin(true);
  else void engine.waitFor(name, head, veryLong).then(begin);
  const stop = engine.onProgress(name, () => void document.refresh());
  return {
    ...createTraefikEndpoint(document, polls, () => ready, traefik.stale_after_seconds, clock),
    close: async () => {
      stop();
      await polls.flush();
    },
  };
};

const shownStatus = ({ position, ...status }: ReadModelStatus) => ({
  ...status,
  position: position === undefined ? null : formatPosition(position),
});

const portalConfigOf = ({ auth, accounts, captcha, proxmox }: Configuration): ApiServices['portalConfig'] => {
  const { sign_up: signUp } = accounts;
  return {
    authority: auth.oidc.issuer,
    clientId: auth.oidc.client_id,
    scope: auth.oidc.scope,
    baseDomain: proxmox.network.base_fqdn,
    signUp: signUp === undefined ? null : { termsVersion: signUp.terms.version, termsUrl: signUp.terms.url },
    captchaSiteKey: captcha.enabled ? (captcha.hcaptcha?.site_key ?? null) : null,
    erasureGraceHours: accounts.erasure_grace_hours,
  };
};

export type AssembledApi = Readonly<{ services: ApiServices; metrics: ServerMetrics; close: () => Promise<void> }>;

/** Puts together what the routes need. */
export const apiServicesOf = async (
  all: Parts,
  authenticate: Authenticate,
  processes: RunningProcesses,
): Promise<AssembledApi> => {
  const configuration = all.get(parts.configuration);
  const readModels = all.get(parts.readModels);
  const logger = all.get(parts.logger);
  const eventLog = all.get(parts.eventLog);
  const { engine } = readModels;
  const traefik = await traefikEndpointOf(all);
  const feed = await startChangeFeed(eventLog, (id) => readModels.instanceList.find(id)?.ownerId, logger);
  const personFinder = all.get(parts.personFinder);
  forgetChangedPeople(feed, personFinder);
  const changes = createChangeStreams({ feed, authenticate, log: logger });
  const metrics = createServerMetrics({
    openStreams: changes.count,
    readModels: () => engine.statuses(),
    processes: () => readModels.processes.counts(),
    traefikPollAgeSeconds: () => {
      const at = traefik.status().lastPoll?.at;
      return at === undefined ? undefined : (Date.now() - Date.parse(at)) / 1000;
    },
  });
  const services: ApiServices = {
    clock: all.get(parts.clock),
    templates: all.get(parts.templates),
    useCases: all.get(parts.useCases),
    captcha: all.get(parts.captcha),
    sshKeys: all.get(parts.sshKeys),
    sessions: all.get(parts.sessions),
    forgetPerson: personFinder.forget,
    processCommands: processes.commands,
    questions: {
      people: readModels.people,
      accounts: readModels.accountList,
      instances: readModels.instanceList,
      instance: readModels.instanceDetail,
      requests: readModels.requestQueue,
      audit: readModels.auditLog,
      processes: readModels.processes,
    },
    readModels: {
      list: async () => (await engine.statuses()).map(shownStatus),
      rebuild: (name) => {
        if (name !== 'all' && !engine.names.includes(name)) return false;
        void engine.rebuild(name);
        return true;
      },
    },
    openPersonal: all.get(parts.openPersonal),
    waitFor: (names, position, milliseconds) =>
      Promise.all(names.map((name) => engine.waitFor(name, position, milliseconds))).then((all) => all.every(Boolean)),
    changes,
    traefik,
    traefikKeys: configuration.proxmox.network.traefik.keys,
    metrics: { key: configuration.metrics.key, text: metrics.text, contentType: metrics.contentType },
    readiness: readinessOf({
      eventLog,
      engine,
      traefik: traefik.status,
      processes: () => ({ role: processes.role(), parked: readModels.processes.counts().parked ?? 0 }),
    }),
    portalConfig: portalConfigOf(configuration),
    sshCommand: (address) => (address === null ? null : `ssh root@${address}`),
  };
  return {
    services,
    metrics,
    close: async () => {
      changes.closeAll();
      await feed.stop();
      await traefik.close();
    },
  };
};

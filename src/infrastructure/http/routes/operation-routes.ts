import { z } from 'zod';
import { formatPosition } from '../../../application/ports/position.ts';
import { processActsOf } from '../../../application/processes/admin-acts.ts';
import type { ProcessItem } from '../../../projections/processes/index.ts';
import type { ApiServices } from '../api-services.ts';
import type { Caller } from '../caller.ts';
import { matchingKey } from '../authorisation.ts';
import { commandContextOf } from '../command-context-of.ts';
import { waitUntilConsistent } from '../consistency.ts';
import { accepted } from '../contract/instances.ts';
import { processList, processReason, readiness, readModelList } from '../contract/operations.ts';
import { traefikStatus } from '../contract/traefik.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { defineRoute } from '../route.ts';
import type { Reply, RequestFacts, Route } from '../route.ts';
import { shownAct } from './names.ts';

const wrongKey = (): HttpProblem =>
  new HttpProblem(401, 'key-wrong', 'This needs the right key: Authorization: Bearer <key>.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="netsoc-cloud"' },
  });

/** Name of the key in the header or, for existing deployments of Traefik, the query. @throws HttpProblem 401 */
const keyName = (
  keys: readonly Readonly<{ name: string; key: string }>[],
  request: RequestFacts,
  inQuery?: string,
): string => {
  const { authorization } = request.headers;
  // Keys may hold characters that tokens never do, so the header is read as it is.
  const shown = authorization === undefined ? inQuery : /^Bearer +(.+)$/i.exec(authorization)?.[1];
  const name = matchingKey(keys, shown ?? '');
  if (name === undefined) throw wrongKey();
  return name;
};

const processViewOf = ({ givenUp, ...item }: ProcessItem, { actor }: Caller) => {
  const standsStill = item.state === 'parked' || item.retryAt !== null;
  const acts = processActsOf({ kind: item.kind, phase: item.state, givenUp, standsStill }, actor);
  return { ...item, acts: { retry: shownAct(acts.retry), abandon: shownAct(acts.abandon) } };
};

const liveness = z.object({ status: z.literal('live') });

/** What operators, Traefik and Prometheus ask for. */
export const operationRoutes = (services: ApiServices): readonly Route[] => {
  const processCommand = (verb: 'retry' | 'abandon', summary: string): Route =>
    defineRoute({
      method: 'post',
      path: `/v1/processes/{id}/${verb}`,
      operation: `${verb}Process`,
      summary,
      tag: 'Operations',
      access: ['admin'],
      params: z.object({ id: z.string().regex(/^[a-z-]+-[0-9a-z.-]{36,200}$/) }),
      body: processReason,
      replies: { 202: { description: 'The log has it.', schema: accepted } },
      handle: async ({ params, body, caller, request }): Promise<Reply> => {
        const context = commandContextOf(`${verb}Process ${params.id}`, caller, request, services.clock);
        const outcome = await services.processCommands[verb](params.id, body.reason, context);
        return {
          status: 202,
          body: { id: outcome.id, position: formatPosition(outcome.position), revision: outcome.revision },
        };
      },
    });

  return [
    defineRoute({
      method: 'get',
      path: '/v1/read-models',
      operation: 'listReadModels',
      summary: 'Where every read model stands, with a rebuild if there is one',
      tag: 'Operations',
      access: ['admin', 'auditor'],
      replies: { 200: { description: 'Read models.', schema: readModelList } },
      handle: async () => ({ status: 200, body: { items: await services.readModels.list() } }),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/read-models/{name}/rebuild',
      operation: 'rebuildReadModel',
      summary: 'Rebuild a read model beside the running version, compare, switch',
      tag: 'Operations',
      access: ['admin'],
      params: z.object({
        name: z.string().max(64).describe('Of a read model; `all` rebuilds every one in one pass over the log.'),
      }),
      replies: {
        202: {
          description: 'It begins; `GET /v1/read-models` shows how far it is.',
          schema: z.object({ name: z.string() }),
        },
      },
      handle: ({ params }) => {
        if (!services.readModels.rebuild(params.name)) throw notFound('read model');
        return { status: 202, body: { name: params.name } };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/processes',
      operation: 'listProcesses',
      summary: 'Long-running work: what is stuck first',
      tag: 'Operations',
      access: ['admin', 'auditor'],
      query: z.strictObject({
        state: z.enum(['running', 'waiting', 'parked', 'compensating', 'succeeded', 'compensated']).optional(),
      }),
      replies: { 200: { description: 'Processes.', schema: processList } },
      handle: async ({ query, caller, request }) => {
        await waitUntilConsistent(services, request, 'processes');
        const { processes } = services.questions;
        const items = query.state === undefined ? processes.list() : processes.inState(query.state);
        return { status: 200, body: { items: items.map((item) => processViewOf(item, caller)) } };
      },
    }),
    processCommand('retry', 'Try a parked process again'),
    processCommand('abandon', 'Give a parked process up: what it did is taken back'),
    defineRoute({
      method: 'get',
      path: '/v1/traefik/config',
      operation: 'getTraefikConfig',
      summary: "Traefik's dynamic configuration (providers.http)",
      tag: 'Traefik',
      access: 'traefik',
      query: z.object({ key: z.string().optional() }),
      replies: {
        200: {
          description: 'The document as it was prepared when routes last changed.',
          contentType: 'application/json',
        },
      },
      handle: ({ query, request }) => {
        const prepared = services.traefik.poll(keyName(services.traefikKeys, request, query.key));
        if (prepared === undefined) {
          throw new HttpProblem(503, 'not-ready', 'Routes are not known yet: keep the last configuration.', {
            headers: { 'Retry-After': '2' },
          });
        }
        return { status: 200, bytes: prepared.bytes, contentType: 'application/json' };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/traefik/status',
      operation: 'getTraefikStatus',
      summary: 'When Traefik last asked, and whether it has the newest routes',
      tag: 'Traefik',
      access: ['admin', 'auditor'],
      replies: { 200: { description: 'Status.', schema: traefikStatus } },
      handle: () => ({ status: 200, body: services.traefik.status() }),
    }),
    defineRoute({
      method: 'get',
      path: '/health/live',
      operation: 'live',
      summary: 'The process answers',
      tag: 'Operations',
      access: 'public',
      replies: { 200: { description: 'It does.', schema: liveness } },
      handle: () => ({ status: 200, body: { status: 'live' } }),
    }),
    defineRoute({
      method: 'get',
      path: '/health/ready',
      operation: 'ready',
      summary: 'Which parts are ready',
      tag: 'Operations',
      access: 'public',
      replies: {
        200: { description: 'Ready, or degraded: still of use.', schema: readiness },
        503: { description: 'Some part is not ready.', schema: readiness },
      },
      handle: async () => {
        const body = await services.readiness();
        return { status: body.status === 'not-ready' ? 503 : 200, body };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/metrics',
      operation: 'getMetrics',
      summary: 'Figures for Prometheus',
      tag: 'Operations',
      access: 'metrics',
      replies: { 200: { description: 'Text exposition format.', contentType: 'text/plain' } },
      handle: async ({ request }) => {
        const { key, text, contentType } = services.metrics;
        if (key === undefined)
          throw new HttpProblem(404, 'not-found', 'Metrics are closed: metrics.key is not configured.');
        keyName([{ name: 'metrics', key }], request);
        return { status: 200, bytes: Buffer.from(await text()), contentType };
      },
    }),
  ];
};

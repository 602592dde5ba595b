import { promisify } from 'node:util';
import { json } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Authenticate } from './authentication.ts';
import { authorise } from './authorisation.ts';
import type { Caller } from './caller.ts';
import { HttpProblem } from './http-problem.ts';
import { loggedPath } from './logged-path.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Reply, Route } from './route.ts';

export type RateLimits = Readonly<{
  requests: RateLimit;
  commands: RateLimit;
  failedSignIns: RateLimit;
  /** Of one address: whatever has a mail sent without signing in. */
  mails: RateLimit;
  /** Of one address: whether names are taken. */
  names: RateLimit;
}>;

const parseJson = promisify<Request, Response>(json({ limit: '64kb', type: 'application/json', strict: false }));

/** The body of a command; refuses what is not JSON before anything is read. */
const readBody = async (request: Request, response: Response): Promise<unknown> => {
  const announced =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!announced) return undefined;
  if (request.is('application/json') === false) {
    throw new HttpProblem(415, 'unsupported-media-type', 'The body must be JSON: Content-Type: application/json.');
  }
  await parseJson(request, response);
  const body: unknown = request.body;
  return body;
};

/** As the log line and the header `X-Request-Id` have it. */
export const requestIdOf = (request: Request): string => (typeof request.id === 'string' ? request.id : '');

/** Of IPv6 the part that a provider gives to one customer: else everybody would have as many addresses as they like. */
const address = (request: Request): string => (request.ip === undefined ? 'unknown' : ipKeyGenerator(request.ip));

/** Whom requests are counted for: the account or, for whoever has none, the address. */
const keyOf = (caller: Caller, request: Request): string => caller.account?.id ?? address(request);

/** Recognises the caller and counts the request; failed sign-ins are counted by address, so that tokens cannot be guessed. */
const recognise = async (request: Request, authenticate: Authenticate, limits: RateLimits): Promise<Caller> => {
  await limits.failedSignIns.check(address(request));
  let caller: Caller;
  try {
    caller = await authenticate(request.headers);
  } catch (error) {
    // Only a wrong token counts against the address; the error goes on its way.
    if (error instanceof HttpProblem && error.status === 401) await limits.failedSignIns.count(address(request));
    throw error;
  }
  await limits.requests.count(keyOf(caller, request));
  return caller;
};

const send = (request: Request, response: Response, route: Route, reply: Reply): void => {
  if ('take' in reply) {
    reply.take(request, response);
    return;
  }
  response.status(reply.status);
  if (reply.headers !== undefined) response.set(reply.headers);
  if ('bytes' in reply) {
    response.setHeader('Content-Type', reply.contentType);
    response.end(request.method === 'HEAD' ? undefined : reply.bytes);
    return;
  }
  const schema = route.replies[reply.status]?.schema;
  const body = JSON.stringify(schema === undefined ? reply.body : schema.parse(reply.body));
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(request.method === 'HEAD' ? undefined : body);
};

/** The express handler of one row of the table. */
export const routeHandler =
  (route: Route, authenticate: Authenticate, limits: RateLimits): RequestHandler =>
  async (request, response) => {
    response.locals['operation'] = route.operation;
    response.locals['path'] = loggedPath(route.path, request.params);
    // A key of its own opens these routes; an access token in the same header would not be ours to judge.
    const keyed = route.access === 'traefik' || route.access === 'metrics';
    const caller = await recognise(request, keyed ? () => authenticate({}) : authenticate, limits);
    authorise(route, caller);
    if (route.command) await limits.commands.count(keyOf(caller, request));
    if (route.counted !== undefined) await limits[route.counted].count(address(request));
    const raw = {
      params: { ...request.params },
      query: { ...request.query },
      body: route.command ? await readBody(request, response) : undefined,
    };
    response.locals['caller'] = caller.actor.id;
    response.setHeader('Cache-Control', 'no-store');
    const reply = await route.run(raw, caller, {
      requestId: requestIdOf(request),
      headers: request.headers,
    });
    send(request, response, route, reply);
  };

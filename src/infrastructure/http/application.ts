import { randomUUID } from 'node:crypto';
import compression from 'compression';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response, Router } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Authenticate } from './authentication.ts';
import { HttpProblem, problemDocument } from './http-problem.ts';
import { problemOfError } from './problem-of-error.ts';
import { requestIdOf, routeHandler } from './route-handler.ts';
import type { RateLimits } from './route-handler.ts';
import type { Route } from './route.ts';

export type HttpApplicationOptions = Readonly<{
  routes: readonly Route[];
  authenticate: Authenticate;
  limits: RateLimits;
  logger: Logger;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Pages and files beside the API: portal, documentation. */
  pages: readonly (RequestHandler | Router)[];
  headers: readonly RequestHandler[];
}>;

/** Path without its query: queries may hold keys (`?key=` of Traefik) and never reach a log. */
const pathOnly = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';

/** `POST /v1/instances 202`. */
const summaryOf = ({ method, originalUrl }: Request, { locals, statusCode }: Response): string => {
  const path = typeof locals['path'] === 'string' ? locals['path'] : pathOnly(originalUrl);
  return `${method} ${path} ${String(statusCode)}`;
};

/** One line per request: no addresses of people, no headers, no query, no names; the account's id at most. */
const requestLog = (logger: Logger): RequestHandler =>
  pinoHttp<Request, Response>({
    logger,
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    quietReqLogger: true,
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'info' : 'debug',
    customSuccessMessage: summaryOf,
    customErrorMessage: summaryOf,
    customProps: (_request, response) => ({ caller: response.locals['caller'] as unknown }),
    serializers: { req: () => undefined, res: () => undefined },
    wrapSerializers: false,
  });

const sendProblem = (problem: HttpProblem, request: Request, response: Response): void => {
  response
    .status(problem.status)
    .set({ 'Cache-Control': 'no-store', ...problem.headers })
    .setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(JSON.stringify(problemDocument(problem, requestIdOf(request))));
};

const problems: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const problem = problemOfError(error);
  if (problem.status >= 500) {
    request.log.error({ err: problem.cause ?? problem, code: problem.code }, 'a request failed');
  }
  if (response.headersSent) {
    // Half an answer is on its way: express then drops the connection, which is all that is left to say.
    next(error);
    return;
  }
  sendProblem(problem, request, response);
};

/** `/v1/instances/{id}` as express writes it. */
const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const mountRoutes = (router: Router, options: HttpApplicationOptions): void => {
  const methods = new Map<string, string[]>();
  const compress = compression({ threshold: 2048 });
  for (const route of options.routes) {
    const path = expressPath(route.path);
    const handler = routeHandler(route, options.authenticate, options.limits);
    if (route.method === 'get') router.get(path, ...(route.operation === 'stream' ? [] : [compress]), handler);
    else router[route.method](path, handler);
    const allowed = route.method === 'get' ? ['GET', 'HEAD'] : [route.method.toUpperCase()];
    methods.set(path, [...(methods.get(path) ?? []), ...allowed]);
  }
  for (const [path, allowed] of methods) {
    router.all(path, (request) => {
      throw new HttpProblem(405, 'method-not-allowed', `${request.method} is not possible here.`, {
        headers: { Allow: allowed.join(', ') },
      });
    });
  }
};

/** The whole HTTP face: API from the table of routes, then pages, then problems. */
export const createHttpApplication = (options: HttpApplicationOptions): Express => {
  const application = express();
  application.disable('x-powered-by');
  application.set('etag', false);
  application.set('query parser', 'simple');
  application.set('case sensitive routing', true);
  application.set('strict routing', true);
  application.set('trust proxy', [...options.trustedProxies]);
  application.use(requestLog(options.logger), ...options.headers);
  const router = express.Router({ caseSensitive: true, strict: true });
  mountRoutes(router, options);
  application.use(router);
  for (const page of options.pages) application.use(page);
  application.use(() => {
    throw new HttpProblem(404, 'not-found', 'There is nothing at this address.');
  });
  application.use(problems);
  return application;
};

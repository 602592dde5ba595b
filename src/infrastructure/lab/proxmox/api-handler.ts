import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { timingSafeEqual } from 'node:crypto';
import { contentType, readBody, requestUrl } from '../wire/messages.ts';
import { assertAllowed } from './access-rules.ts';
import { ApiRefusal, wrongParameters } from './api-refusal.ts';
import { labNodes } from './cluster-layout.ts';
import { parameterErrors } from './parameter-rules.ts';
import type { ProxmoxFaults } from './proxmox-faults.ts';
import type { Answer, Route, World } from './route.ts';

/** One call as it came and went over the wire; the token is left out. */
export type ApiExchange = Readonly<{
  method: string;
  /** Below `/api2/json`, as sent. */
  path: string;
  /** Of query and body. */
  parameters: Readonly<Record<string, string>>;
  status: number;
  reason: string;
  /** The reply's body, parsed. */
  body: unknown;
}>;

export type ApiHandlerOptions = Readonly<{
  routes: readonly Route[];
  world: World;
  faults: ProxmoxFaults;
  /** `user@realm!token=secret` */
  token: string;
  /** Privileges of the token's role. */
  privileges: () => ReadonlySet<string>;
  /** Told of every call and its answer. */
  observe?: ((exchange: ApiExchange) => void) | undefined;
  /** Proxmox takes its time before it says no, in milliseconds. */
  refusalDelay: number;
}>;

const prefix = '/api2/json';
const bodyLimit = 512 * 1024;

/** The REST API's wire behaviour (source: pve-http-server, PVE::APIServer::AnyEvent). */
export const createApiHandler = (options: ApiHandlerOptions) => {
  const routes = options.routes.map((route) => ({ route, pattern: patternOf(route.path) }));

  const answer = (request: IncomingMessage, sent: Readonly<Record<string, string>>): Answer => {
    const method = request.method ?? 'GET';
    const path = pathOf(request);
    const user = authenticate(request.headers.authorization, options.token);
    for (const { route, pattern } of routes) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (match === null) continue;
      const inPath = Object.fromEntries(
        Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
      );
      const parameters = { ...sent, ...inPath };
      const held = options.privileges();
      assertAllowed(route.access, held, parameters);
      if (inPath['node'] !== undefined) assertReachable(inPath['node'], options.world);
      const errors = parameterErrors(route.parameters, parameters);
      if (Object.keys(errors).length > 0) throw wrongParameters(errors);
      return route.handle({ parameters, user, held, world: options.world });
    }
    throw new ApiRefusal(501, `Method '${method} ${path}' not implemented`);
  };

  const respond = async (request: IncomingMessage, response: ServerResponse, silent: boolean): Promise<void> => {
    let status = 200;
    let reason = 'OK';
    let body: unknown;
    let parameters: Readonly<Record<string, string>> = {};
    try {
      parameters = await sentParameters(request);
      body = answer(request, parameters);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      ({ status, message: reason } = error);
      body = { data: null, ...(error.errors !== undefined && { errors: error.errors }) };
      if (status === 401) await pause(options.refusalDelay, undefined, { ref: false });
    }
    options.observe?.({ method: request.method ?? 'GET', path: pathOf(request), parameters, status, reason, body });
    if (silent) request.socket.destroy();
    else send(response, status, reason, JSON.stringify(body));
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await options.faults.thawed();
    const fault = options.faults.takeForRequest(request.method ?? 'GET', requestUrl(request).pathname);
    switch (fault?.fault) {
      case 'slow':
        await pause(fault.milliseconds, undefined, { ref: false });
        return respond(request, response, false);
      case 'error':
        request.resume();
        send(response, fault.status, fault.reason, '{"data":null}');
        return;
      case 'hang':
        request.resume();
        return;
      case 'drop':
        if (fault.when === 'after') return respond(request, response, true);
        request.socket.destroy();
        return;
      case undefined:
        return respond(request, response, false);
    }
  };
};

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/\{(\w+)\}/g, (_whole, name: string) => `(?<${name}>[^/]+)`)}$`);

const send = (response: ServerResponse, status: number, reason: string, body: string): void => {
  response.writeHead(status, reason.replace(/[^\x20-\x7e]+/g, ' ').trim(), {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    server: 'pve-api-daemon/3.0',
    'cache-control': 'max-age=0',
  });
  response.end(body);
};

const pathOf = (request: IncomingMessage): string => {
  const { pathname } = requestUrl(request);
  return pathname.startsWith(prefix) ? pathname.slice(prefix.length) : pathname;
};

const sentParameters = async (request: IncomingMessage): Promise<Record<string, string>> => {
  const text = await readBody(request, bodyLimit);
  const inBody = request.method === 'POST' || request.method === 'PUT';
  if (!inBody && text !== '') throw new ApiRefusal(501, 'Unexpected content for method');
  const pairs = [...requestUrl(request).searchParams, ...(text === '' ? [] : bodyPairs(contentType(request), text))];
  const parameters: Record<string, string> = {};
  for (const [key, value] of pairs) {
    if (key === '_dc') continue;
    // Repeated parameters are for lists, which Proxmox joins.
    parameters[key] = parameters[key] === undefined ? value : `${parameters[key]},${value}`;
  }
  return parameters;
};

const bodyPairs = (type: string, text: string): readonly (readonly [string, string])[] => {
  if (type === 'application/x-www-form-urlencoded') return [...new URLSearchParams(text)];
  if (type !== 'application/json') throw new ApiRefusal(506, `unsupported content-type '${type}'`);
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) throw new ApiRefusal(400, 'unable to parse JSON');
  return Object.entries(parsed).map(([key, value]) => [
    key,
    value === true ? '1' : value === false ? '0' : String(value),
  ]);
};

/** @returns the token's id, as UPIDs name it */
const authenticate = (header: string | undefined, token: string): string => {
  const given = /^PVEAPIToken=(.+)$/.exec(header ?? '')?.[1];
  if (given === undefined) throw new ApiRefusal(401, 'No ticket');
  const [left, right] = [Buffer.from(given), Buffer.from(token)];
  if (left.length !== right.length || !timingSafeEqual(left, right)) throw new ApiRefusal(401, 'invalid token value!');
  return token.slice(0, token.indexOf('='));
};

const assertReachable = (node: string, world: World): void => {
  if (!labNodes.some(({ name }) => name === node)) {
    throw new ApiRefusal(
      500,
      `hostname lookup '${node}' failed - failed to get address info for: ${node}: Name or service not known`,
    );
  }
  if (world.isOffline(node)) throw new ApiRefusal(595, 'No route to host');
};

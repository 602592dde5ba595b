import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Role } from '../../domain/kernel/actor.ts';
import type { Caller } from './caller.ts';
import { HttpProblem } from './http-problem.ts';

/**
 * Who may call a route:
 * - `public`: anybody
 * - `signed-in`: anybody with an account and at least one role
 * - a list of roles: whoever has one of them
 * - `traefik`, `metrics`: whoever shows the key of that name
 * - `operator`: only at the operator's socket; elsewhere the route does not exist
 */
export type Access = 'public' | 'signed-in' | 'traefik' | 'metrics' | 'operator' | readonly Role[];

export type Reply =
  | Readonly<{ status: 200 | 202 | 503; body: unknown; headers?: Readonly<Record<string, string>> }>
  | Readonly<{ status: 200; bytes: Buffer; contentType: string; headers?: Readonly<Record<string, string>> }>
  /** The handler writes to the socket itself until the client leaves (server-sent events). */
  | Readonly<{ status: 200; take: (request: IncomingMessage, response: ServerResponse) => void }>;

export type RequestFacts = Readonly<{
  requestId: string;
  /** With lower-case names, as Node delivers them. */
  headers: IncomingHttpHeaders;
}>;

type Raw = Readonly<{ params: unknown; query: unknown; body: unknown }>;

type RouteReply = Readonly<{ description: string; schema?: z.ZodType; contentType?: string }>;

/** One row of the table from which router, OpenAPI document and the authorisation walk are made. */
export type Route = Readonly<{
  method: 'get' | 'post' | 'patch' | 'delete';
  /** OpenAPI form: `/v1/instances/{id}`. */
  path: string;
  operation: string;
  summary: string;
  tag: string;
  access: Access;
  /** Changes something: needs fresh roles, counts as a command, takes `Idempotency-Key`. */
  command: boolean;
  /** What is counted by address beside the usual limits, because it needs no account: sends mail, or tells what names are taken. */
  counted: 'mails' | 'names' | undefined;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodType | undefined;
  replies: Readonly<Record<number, RouteReply>>;
  run: (raw: Raw, caller: Caller, request: RequestFacts) => Promise<Reply>;
}>;

const nothing = z.strictObject({});
type Nothing = typeof nothing;

type Definition<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> = Readonly<{
  method: Route['method'];
  path: string;
  operation: string;
  summary: string;
  tag: string;
  access: Access;
  counted?: Route['counted'];
  params?: Params;
  query?: Query;
  body?: Body;
  replies: Route['replies'];
  handle: (
    input: Readonly<{
      params: z.output<Params>;
      query: z.output<Query>;
      body: z.output<Body>;
      caller: Caller;
      request: RequestFacts;
    }>,
  ) => Reply | Promise<Reply>;
}>;

const parse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  refuse: (errors: readonly { path: string; message: string }[]) => HttpProblem,
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuse(
    parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message })),
  );
};

const sentence = (errors: readonly { path: string; message: string }[]): string =>
  errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');

/** Declares a route; its handler sees only what the schemas let through. */
export const defineRoute = <
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(
  definition: Definition<Params, Query, Body>,
): Route => {
  const { handle, ...declared } = definition;
  const command = declared.method !== 'get';
  const params = definition.params ?? nothing;
  const query = definition.query ?? nothing;
  const body = definition.body ?? nothing;
  return {
    ...declared,
    counted: definition.counted,
    command,
    params,
    query,
    body: definition.body,
    run: async (raw, caller, request) =>
      handle({
        // An address that cannot be right names nothing, so it is not found.
        params: parse(
          params,
          raw.params,
          () => new HttpProblem(404, 'not-found', 'There is nothing at this address.'),
        ) as z.output<Params>,
        query: parse(
          query,
          raw.query,
          (errors) => new HttpProblem(400, 'invalid-query', `The query is not right: ${sentence(errors)}`, { errors }),
        ) as z.output<Query>,
        body: parse(
          body,
          raw.body ?? {},
          (errors) => new HttpProblem(422, 'invalid-body', `The body is not right: ${sentence(errors)}`, { errors }),
        ) as z.output<Body>,
        caller,
        request,
      }),
  };
};

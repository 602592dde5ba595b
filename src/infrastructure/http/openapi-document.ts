import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { problem } from './contract/problem.ts';
import { change } from './contract/stream.ts';
import type { Access, Route } from './route.ts';

const whoMay = (access: Access): string => {
  switch (access) {
    case 'public':
      return 'Anybody may call this.';
    case 'signed-in':
      return 'Needs an access token of somebody with a role.';
    case 'traefik':
      return 'Needs a Traefik key: `Authorization: Bearer <key>`, or `?key=` for existing deployments.';
    case 'metrics':
      return 'Needs the metrics key: `Authorization: Bearer <key>`.';
    case 'operator':
      return "Only at the operator's socket.";
    default:
      return `Needs an access token of somebody with the role ${access.map((role) => `\`${role}\``).join(' or ')}.`;
  }
};

const commandHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .optional()
    .describe('The same key again, by the same account for the same operation, has one effect and the same answer.'),
  'If-Match': z.string().optional().describe('ETag that the decision rests on; 412 when it has changed since.'),
});

const queryHeaders = z.object({
  'If-Consistent-With': z
    .string()
    .optional()
    .describe('Log position of an earlier answer: waits up to 2 s until the reply contains it, else 503.'),
});

const responses = (route: Route): ZodOpenApiResponsesObject => {
  const replies = Object.entries(route.replies).map(([status, reply]) => [
    status,
    {
      description: reply.description,
      ...(reply.schema === undefined && reply.contentType === undefined
        ? {}
        : {
            content: {
              [reply.contentType ?? 'application/json']: reply.schema === undefined ? {} : { schema: reply.schema },
            },
          }),
    },
  ]);
  return {
    ...(Object.fromEntries(replies) as ZodOpenApiResponsesObject),
    default: {
      description: 'A problem (RFC 9457).',
      content: { 'application/problem+json': { schema: problem } },
    },
  };
};

const operation = (route: Route): ZodOpenApiOperationObject => {
  const signedIn = route.access === 'signed-in' || Array.isArray(route.access);
  return {
    operationId: route.operation,
    summary: route.summary,
    description: whoMay(route.access),
    tags: [route.tag],
    security: route.access === 'public' ? [] : [signedIn ? { accessToken: [] } : { key: [] }],
    requestParams: {
      ...(Object.keys(route.params.shape).length === 0 ? {} : { path: route.params }),
      ...(Object.keys(route.query.shape).length === 0 ? {} : { query: route.query }),
      ...(signedIn ? { header: route.command ? commandHeaders : queryHeaders } : {}),
    },
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: responses(route),
  };
};

/** OpenAPI 3.1 of every route that exists on the network, from the schemas that check requests and replies. */
export const openApiDocument = (routes: readonly Route[], version: string): ReturnType<typeof createDocument> => {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    if (route.access === 'operator') continue;
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Netsoc Cloud',
      version,
      description: 'Request instances, follow their provisioning, decide on requests, read the history.',
    },
    paths,
    components: {
      // Told over the stream, which OpenAPI 3.1 can not describe further than its media type.
      schemas: { Change: change },
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
  });
};

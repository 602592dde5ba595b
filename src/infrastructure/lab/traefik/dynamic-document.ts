import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

/** Why a whole document is refused, in words like Traefik's. */
export class UndecodableDocumentError extends Error {
  override readonly name = 'UndecodableDocumentError';
}

/** An element that is there and empty makes the decoder refuse everything (traefik/paerser). */
const notEmpty = <T extends z.ZodType<object>>(schema: T): T =>
  schema.refine((value: object) => Object.keys(value).length > 0, { error: 'cannot be a standalone element' });

const list = <T extends z.ZodType>(item: T) => z.array(item).min(1, { error: 'cannot be a standalone element' });

const map = <T extends z.ZodType<object>>(value: T) => notEmpty(z.record(z.string(), notEmpty(value)));

const text = z.string();
const tlsDomain = z.strictObject({ main: text.optional(), sans: list(text).optional() });
const tls = {
  options: text.optional(),
  certResolver: text.optional(),
  domains: list(notEmpty(tlsDomain)).optional(),
};

const httpServer = z.strictObject({
  url: text.optional(),
  weight: z.int().optional(),
  preservePath: z.boolean().optional(),
});

/** What is inside a middleware is not looked at, but its kind must be one, and most must not be empty. */
const inside = z.looseObject({});
const middleware = z.union([
  z.strictObject({ compress: inside }),
  z.strictObject({ contentType: inside }),
  z.partialRecord(
    z.enum([
      'addPrefix',
      'basicAuth',
      'buffering',
      'chain',
      'circuitBreaker',
      'errors',
      'forwardAuth',
      'headers',
      'inFlightReq',
      'ipAllowList',
      'rateLimit',
      'redirectRegex',
      'redirectScheme',
      'replacePath',
      'retry',
      'stripPrefix',
    ]),
    notEmpty(inside),
  ),
]);

const http = z.strictObject({
  routers: map(
    z.strictObject({
      entryPoints: list(text).optional(),
      middlewares: list(text).optional(),
      service: text.optional(),
      rule: text.optional(),
      ruleSyntax: text.optional(),
      priority: z.int().optional(),
      // The one element that may be empty: it switches TLS on.
      tls: z.strictObject(tls).optional(),
      observability: notEmpty(z.looseObject({})).optional(),
    }),
  ).optional(),
  services: map(
    z.strictObject({
      loadBalancer: notEmpty(
        z.strictObject({
          servers: list(notEmpty(httpServer)).optional(),
          passHostHeader: z.boolean().optional(),
          serversTransport: text.optional(),
          strategy: text.optional(),
          healthCheck: notEmpty(z.looseObject({})).optional(),
          responseForwarding: notEmpty(z.looseObject({})).optional(),
          sticky: z.looseObject({}).optional(),
        }),
      ).optional(),
    }),
  ).optional(),
  middlewares: map(middleware).optional(),
  serversTransports: map(z.looseObject({})).optional(),
});

const tcp = z.strictObject({
  routers: map(
    z.strictObject({
      entryPoints: list(text).optional(),
      middlewares: list(text).optional(),
      service: text.optional(),
      rule: text.optional(),
      ruleSyntax: text.optional(),
      priority: z.int().optional(),
      tls: z.strictObject({ ...tls, passthrough: z.boolean().optional() }).optional(),
    }),
  ).optional(),
  services: map(
    z.strictObject({
      loadBalancer: notEmpty(
        z.strictObject({
          servers: list(notEmpty(z.strictObject({ address: text.optional(), tls: z.boolean().optional() }))).optional(),
          proxyProtocol: z.strictObject({ version: z.int().optional() }).optional(),
          terminationDelay: z.int().optional(),
        }),
      ).optional(),
    }),
  ).optional(),
});

const udp = z.strictObject({
  routers: map(z.strictObject({ entryPoints: list(text).optional(), service: text.optional() })).optional(),
  services: map(
    z.strictObject({
      loadBalancer: notEmpty(
        z.strictObject({ servers: list(notEmpty(z.strictObject({ address: text.optional() }))).optional() }),
      ).optional(),
    }),
  ).optional(),
});

const dynamicDocument = z.strictObject({
  http: notEmpty(http).optional(),
  tcp: notEmpty(tcp).optional(),
  udp: notEmpty(udp).optional(),
});

/** The part of Traefik's dynamic configuration (v3.7) that the emulator knows; everything else is an unknown field to it. */
export type DynamicDocument = z.infer<typeof dynamicDocument>;

/**
 * Decodes a document as Traefik's HTTP provider does: YAML (so also JSON), all or nothing. An empty body or `{}` is a
 * valid document without routes.
 * @throws UndecodableDocumentError
 */
export const decodeDocument = (body: string): DynamicDocument => {
  let value: unknown;
  try {
    value = parse(body) ?? {};
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new UndecodableDocumentError(`cannot decode configuration: ${error.message}`);
    throw error;
  }
  const parsed = dynamicDocument.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UndecodableDocumentError(parsed.error.issues.map(describe).join('; '));
};

const describe = (issue: z.core.$ZodIssue): string => {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return `field not found, node: ${[path, issue.keys.join(', ')].filter(Boolean).join('.')}`;
  return `${path === '' ? 'the document' : path} ${issue.message}`;
};

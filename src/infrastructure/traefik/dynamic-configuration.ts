import { z } from 'zod';

/**
 * What we serve of Traefik's dynamic configuration, as strict as Traefik reads it: one unknown field, wrong type or empty map
 * and Traefik drops the whole document, says so once in its log and keeps the last good one.
 * Source: pkg/provider/http of Traefik 3.7.9; contract test against the schema made from its structs.
 */

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/);
const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const rule = z.string().regex(/^Host\(`[a-z0-9.-]+`\)$/);

/** A domain that may stand in a rule: lower-case labels and dots, so nothing in it can end the quotation. */
export const isDomain = (text: string): boolean => text.length <= 253 && domain.test(text);

const atLeastOne = <Value extends z.ZodType>(value: Value) =>
  z
    .record(name, value)
    .refine((map) => Object.keys(map).length > 0, 'an empty map makes Traefik drop the whole document');

const router = z.strictObject({
  entryPoints: z.array(z.string().min(1)).min(1),
  rule,
  service: name,
  // The one map that may be empty: the certificate then comes from Traefik's own store.
  tls: z.strictObject({ certResolver: z.string().min(1).optional() }),
});

const service = z.strictObject({
  loadBalancer: z.strictObject({ servers: z.array(z.strictObject({ url: z.url({ protocol: /^https?$/ }) })).min(1) }),
});

export const dynamicConfiguration = z
  .strictObject({ http: z.strictObject({ routers: atLeastOne(router), services: atLeastOne(service) }) })
  .refine(
    ({ http }) => Object.values(http.routers).every((one) => http.services[one.service] !== undefined),
    'a router names a service that is not there',
  );

export type DynamicConfiguration = z.infer<typeof dynamicConfiguration>;

import { dynamicConfiguration, isDomain } from './dynamic-configuration.ts';
import type { DynamicConfiguration } from './dynamic-configuration.ts';

/** One domain that leads to one instance. */
export type RoutedDomain = Readonly<{
  domain: string;
  /** IPv4 address of the instance. */
  address: string;
  port: number;
  scheme: 'http' | 'https';
}>;

export type RoutingOptions = Readonly<{
  entryPoints: readonly string[];
  /** Resolver for our own domains; undefined leaves certificates to Traefik's store. */
  certResolver: string | undefined;
}>;

export type BuiltDocument = Readonly<{
  document: DynamicConfiguration;
  /** Domains served. */
  routes: number;
  /** Domains left out because they are none; a broken row must not cost the others their route. */
  refused: readonly string[];
}>;

/**
 * Served while nothing is routed, so that the removal of the last route is an ordinary change for Traefik:
 * `routers: {}` would be dropped with the document, and `{}` is what a mistake looks like.
 * RFC 2606 reserves `.invalid`, and port 9 of Traefik's own machine discards.
 */
const nothingRouted: RoutedDomain = { domain: 'nothing-routed.invalid', address: '127.0.0.1', port: 9, scheme: 'http' };

/** Underscores never occur in domains, so no two domains share a name. */
const nameOf = (domain: string): string => domain.replaceAll('.', '_');

/**
 * Traefik's dynamic configuration for these domains; the same rows in any order give the same document.
 * @throws ZodError when the result is not what Traefik accepts: then the last good document must stay
 */
export const buildDocument = (rows: readonly RoutedDomain[], options: RoutingOptions): BuiltDocument => {
  const good = rows.filter((row) => isDomain(row.domain));
  const served = good.length === 0 ? [nothingRouted] : good.toSorted((a, b) => (a.domain < b.domain ? -1 : 1));
  const routers: DynamicConfiguration['http']['routers'] = {};
  const services: DynamicConfiguration['http']['services'] = {};
  for (const { domain, address, port, scheme } of served) {
    const name = nameOf(domain);
    const certResolver = domain === nothingRouted.domain ? undefined : options.certResolver;
    routers[name] = {
      entryPoints: [...options.entryPoints],
      rule: `Host(\`${domain}\`)`,
      service: name,
      tls: certResolver === undefined ? {} : { certResolver },
    };
    services[name] = { loadBalancer: { servers: [{ url: `${scheme}://${address}:${String(port)}` }] } };
  }
  return {
    document: dynamicConfiguration.parse({ http: { routers, services } }),
    routes: good.length,
    refused: rows.filter((row) => !isDomain(row.domain)).map((row) => row.domain),
  };
};

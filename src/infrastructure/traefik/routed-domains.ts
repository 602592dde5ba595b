import type { OpenPersonal } from '../../application/ports/personal-data.ts';
import type { TraefikConfiguration } from '../../projections/traefik-configuration/index.ts';
import type { RoutedDomain } from './build-document.ts';

/** The rows of the read model with their domains in clear; each domain is opened once, as long as it is routed. */
export const createRoutedDomains = (
  routes: TraefikConfiguration['routes'],
  openPersonal: OpenPersonal,
): (() => Promise<readonly RoutedDomain[]>) => {
  let known: ReadonlyMap<string, string | null> = new Map();
  return async () => {
    const rows = routes();
    const open = await openPersonal(rows.flatMap(({ domain }) => (known.has(domain) ? [] : [domain])));
    const opened = new Map(rows.map(({ domain }) => [domain, known.get(domain) ?? open(domain)]));
    known = opened;
    return rows.flatMap(({ domain: sealed, address, port }) => {
      const domain = opened.get(sealed) ?? null;
      // The domain of a person who was erased is nothing a proxy could route.
      return domain === null ? [] : [{ domain, address, port, scheme: 'http' as const }];
    });
  };
};

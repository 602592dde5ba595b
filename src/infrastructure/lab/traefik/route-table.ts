import type { DynamicDocument } from './dynamic-document.ts';

/** One router as Traefik's dashboard would show it. */
export type Route = Readonly<{
  kind: 'http' | 'tcp' | 'udp';
  /** With the provider's suffix: `name@http`. */
  name: string;
  rule: string | undefined;
  entryPoints: readonly string[];
  tls: boolean;
  certResolver: string | undefined;
  /** Where requests go: URLs for HTTP, `host:port` for TCP and UDP. */
  servers: readonly string[];
  /** A wrong router is switched off alone, the others go on. */
  status: 'enabled' | 'disabled';
  error: string | undefined;
}>;

/** Entry points are static configuration; those of the emulator are what the documentation tells operators to make. */
const knowsEntryPoint = (name: string): boolean =>
  ['web', 'websecure', 'web-secure'].includes(name) || /^netsoc-cloud-\d{4,5}-(tcp|udp)$/.test(name);

type Router = Readonly<{
  entryPoints?: readonly string[] | undefined;
  service?: string | undefined;
  rule?: string | undefined;
  tls?: Readonly<{ certResolver?: string | undefined }> | undefined;
}>;

/** Routers of an applied document, with what Traefik would find wrong about each. */
export const routesOf = (document: DynamicDocument): readonly Route[] => {
  const rows: Route[] = [];
  const add = (kind: Route['kind'], name: string, router: Router, servers: readonly string[] | undefined): void => {
    const error = problemOf(kind, router, servers);
    rows.push({
      kind,
      name: `${name}@http`,
      rule: router.rule,
      entryPoints: router.entryPoints ?? [],
      tls: router.tls !== undefined,
      certResolver: router.tls?.certResolver,
      servers: servers ?? [],
      status: error === undefined ? 'enabled' : 'disabled',
      error,
    });
  };

  const { http, tcp, udp } = document;
  for (const [name, router] of Object.entries(http?.routers ?? {})) {
    add(
      'http',
      name,
      router,
      http?.services?.[router.service ?? '']?.loadBalancer?.servers?.map(({ url = '' }) => url),
    );
  }
  for (const [name, router] of Object.entries(tcp?.routers ?? {})) {
    const servers = tcp?.services?.[router.service ?? '']?.loadBalancer?.servers;
    add(
      'tcp',
      name,
      router,
      servers?.map(({ address = '' }) => address),
    );
  }
  for (const [name, router] of Object.entries(udp?.routers ?? {})) {
    const servers = udp?.services?.[router.service ?? '']?.loadBalancer?.servers;
    add(
      'udp',
      name,
      router,
      servers?.map(({ address = '' }) => address),
    );
  }
  return rows;
};

const problemOf = (kind: Route['kind'], router: Router, servers: readonly string[] | undefined): string | undefined => {
  const unknownEntryPoint = router.entryPoints?.find((name) => !knowsEntryPoint(name));
  if (unknownEntryPoint !== undefined) return `entryPoint "${unknownEntryPoint}" doesn't exist`;
  if (router.service === undefined || router.service === '') return 'the service is missing on the router';
  if (servers === undefined) return `the service "${router.service}@http" does not exist`;
  if (kind !== 'udp' && !ruleIsReadable(kind, router.rule ?? ''))
    return `error while parsing rule ${router.rule ?? ''}`;
  return undefined;
};

/** Matchers joined by `&&` or `||`; each with arguments between backticks (Traefik's rule syntax v3). */
const ruleIsReadable = (kind: 'http' | 'tcp', rule: string): boolean => {
  const matchers =
    kind === 'http'
      ? 'Host|HostRegexp|Path|PathPrefix|PathRegexp|Method|Header|ClientIP'
      : 'HostSNI|HostSNIRegexp|ClientIP|ALPN';
  const one = `!?(?:${matchers})\\(\`[^\`]*\`(?:\\s*,\\s*\`[^\`]*\`)*\\)`;
  return new RegExp(`^\\s*\\(*${one}\\)*(?:\\s*(?:&&|\\|\\|)\\s*\\(*${one}\\)*)*\\s*$`).test(rule);
};

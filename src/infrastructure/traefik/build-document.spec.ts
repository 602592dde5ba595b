import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildDocument } from './build-document.ts';
import type { RoutedDomain } from './build-document.ts';

const options = { entryPoints: ['web-secure'], certResolver: 'letsencrypt-dns' };
const route = (domain: string, address = '10.10.10.7'): RoutedDomain => ({ domain, address, port: 80, scheme: 'http' });

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const domains = fc.uniqueArray(
  fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.')),
  { maxLength: 20 },
);

describe('the Traefik document', () => {
  it('routes a domain to the instance, with the configured certificate resolver', () => {
    expect(buildDocument([route('web-ada-container.netsoc.cloud')], options).document).toEqual({
      http: {
        routers: {
          'web-ada-container_netsoc_cloud': {
            entryPoints: ['web-secure'],
            rule: 'Host(`web-ada-container.netsoc.cloud`)',
            service: 'web-ada-container_netsoc_cloud',
            tls: { certResolver: 'letsencrypt-dns' },
          },
        },
        services: {
          'web-ada-container_netsoc_cloud': { loadBalancer: { servers: [{ url: 'http://10.10.10.7:80' }] } },
        },
      },
    });
  });

  it('keeps a router that nobody reaches while nothing is routed, so that no map is ever empty', () => {
    const { document, routes } = buildDocument([], options);
    expect(Object.values(document.http.routers).map((router) => router.rule)).toEqual([
      'Host(`nothing-routed.invalid`)',
    ]);
    expect(Object.values(document.http.routers)[0]?.tls).toEqual({});
    expect(routes).toBe(0);
  });

  it('gives every domain a name of its own', () => {
    const { document } = buildDocument(
      [route('a.b-c.example'), route('a-b.c.example'), route('a.b.c.example')],
      options,
    );
    expect(Object.keys(document.http.routers)).toHaveLength(3);
  });

  it('is the same for the same domains in any order', () => {
    fc.assert(
      fc.property(domains, (names) => {
        const forwards = buildDocument(
          names.map((name) => route(name)),
          options,
        ).document;
        const backwards = buildDocument(
          names.toReversed().map((name) => route(name)),
          options,
        ).document;
        expect(JSON.stringify(backwards)).toBe(JSON.stringify(forwards));
      }),
    );
  });

  it('lets no domain escape from its rule', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), (names) => {
        const hostile = [...names, 'a`) || Host(`b', 'UPPER.example', 'é.example', 'a..b', '*.example'];
        const { document, refused } = buildDocument(
          hostile.map((name) => route(name)),
          options,
        );
        for (const { rule } of Object.values(document.http.routers)) expect(rule).toMatch(/^Host\(`[a-z0-9.-]+`\)$/);
        expect(refused).toContain('a`) || Host(`b');
      }),
    );
  });
});

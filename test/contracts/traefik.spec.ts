import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { decodeDocument, UndecodableDocumentError } from '../../src/infrastructure/lab/traefik/dynamic-document.ts';
import { buildDocument } from '../../src/infrastructure/traefik/build-document.ts';
import { contractPath, describeContracts, readContract } from './vendor-contracts.ts';

describeContracts('Traefik contract', () => {
  let compiled: ValidateFunction | undefined;
  const strict = (): ValidateFunction =>
    (compiled ??= new Ajv({ strict: false, allErrors: true }).compile(
      readContract('traefik/traefik-v3.7.9-dynamic.strict.schema.json') as object,
    ));
  const options = { entryPoints: ['web-secure'], certResolver: 'le' };
  const instance = {
    domain: 'blog-member-container.example.org',
    address: '10.10.10.7',
    port: 80,
    scheme: 'http',
  } as const;

  it.each([
    ['one route', [instance]],
    [
      'many routes',
      Array.from({ length: 50 }, (_, index) => ({ ...instance, domain: `n${String(index)}.example.org` })),
    ],
    ['no route', []],
  ])('what we serve for %s is what the schema and the emulator accept', (_what, rows) => {
    const { document } = buildDocument(rows, options);
    const validate = strict();
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(() => decodeDocument(JSON.stringify(document))).not.toThrow();
  });

  const router = { entryPoints: ['web'], rule: 'Host(`a`)', service: 'a' };
  const services = { a: { loadBalancer: { servers: [{ url: 'http://x' }] } } };
  it.each([
    [{}],
    [{ http: { routers: { a: router }, services } }],
    [{ http: { routers: { a: { ...router, tls: {} } }, services } }],
    [{ http: { middlewares: { m: { compress: {} } } } }],
    [
      {
        tcp: {
          routers: { a: { rule: 'HostSNI(`*`)', service: 'a' } },
          services: { a: { loadBalancer: { servers: [{ address: 'x:1' }] } } },
        },
      },
    ],
    [
      {
        udp: { routers: { a: { service: 'a' } }, services: { a: { loadBalancer: { servers: [{ address: 'x:1' }] } } } },
      },
    ],
    [{ http: {} }],
    [{ http: { routers: {} } }],
    [{ http: { routers: { a: {} } } }],
    [{ http: { routers: { a: { ...router, entryPoints: [] } } } }],
    [{ http: { routers: { a: { ...router, Nonsense: 1 } } } }],
    [{ http: { routers: { a: { ...router, priority: 'x' } } } }],
    [{ http: { services: { a: {} } } }],
    [{ http: { services: { a: { loadBalancer: {} } } } }],
    [{ http: { services: { a: { loadBalancer: { servers: [] } } } } }],
    [{ http: { services: { a: { loadBalancer: { servers: [{}] } } } } }],
    [{ http: { middlewares: { m: { headers: {} } } } }],
    [{ tcp: {} }],
    [{ udp: { routers: {} } }],
    [{ nonsense: 1 }],
  ])('the emulator and the schema agree about %j', (document) => {
    const accepted = (): boolean => {
      try {
        decodeDocument(JSON.stringify(document));
        return true;
      } catch (error) {
        if (error instanceof UndecodableDocumentError) return false;
        throw error;
      }
    };
    expect(accepted()).toBe(strict()(document));
  });

  it('the schema itself takes the vendor’s reference of every option', () => {
    const reference: unknown = parse(
      readFileSync(contractPath('traefik/traefik-v3.7.9-dynamic-reference.yaml'), 'utf8'),
    );
    const validate = strict();
    expect([validate(reference), validate.errors]).toEqual([true, null]);
  });
});

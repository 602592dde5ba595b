import { describe, expect, it } from '@jest/globals';
import { createDocumentIntake } from './document-intake.ts';

const router = (overrides: object = {}) => ({
  entryPoints: ['web-secure'],
  rule: 'Host(`a.example.org`)',
  service: 'a',
  tls: { certResolver: 'le' },
  ...overrides,
});
const services = { a: { loadBalancer: { servers: [{ url: 'http://10.0.0.7:80' }] } } };
const good = JSON.stringify({ http: { routers: { a: router() }, services } });

describe('document intake of the Traefik emulator', () => {
  it('applies a good document and shows its routes', () => {
    const intake = createDocumentIntake();
    expect(intake.take(good)).toEqual({ outcome: 'applied' });
    expect(intake.routes()).toEqual([
      {
        kind: 'http',
        name: 'a@http',
        rule: 'Host(`a.example.org`)',
        entryPoints: ['web-secure'],
        tls: true,
        certResolver: 'le',
        servers: ['http://10.0.0.7:80'],
        status: 'enabled',
        error: undefined,
      },
    ]);
  });

  it('ignores the same bytes, and reads the same document in other bytes', () => {
    const intake = createDocumentIntake();
    intake.take(good);
    expect(intake.take(good)).toEqual({ outcome: 'unchanged' });
    expect(intake.take(`${good}\n`)).toEqual({ outcome: 'applied' });
  });

  it('reads YAML, of which JSON is a part', () => {
    const intake = createDocumentIntake();
    expect(
      intake.take('http:\n  services:\n    a:\n      loadBalancer:\n        servers:\n          - url: http://x\n'),
    ).toEqual({
      outcome: 'applied',
    });
  });

  it.each([
    ['no routers left', { http: { routers: {}, services } }, /http\.routers cannot be a standalone element/],
    ['empty http', { http: {} }, /http cannot be a standalone element/],
    [
      'no servers',
      { http: { services: { a: { loadBalancer: { servers: [] } } } } },
      /servers cannot be a standalone element/,
    ],
    ['an empty service', { http: { services: { a: {} } } }, /http\.services\.a cannot be a standalone element/],
    [
      'an unknown field',
      { http: { routers: { a: router({ rules: 'x' }) }, services } },
      /field not found, node: http\.routers\.a\.rules/,
    ],
    ['an unknown section', { https: {} }, /field not found, node: https/],
    ['an unknown middleware', { http: { middlewares: { m: { magic: { a: 1 } } } } }, /http\.middlewares\.m/],
    ['a wrong type', { http: { routers: { a: router({ priority: 'high' }) } } }, /priority/],
    ['a list', [], /the document/],
  ])('drops the whole document for %s, once, and keeps the last good one', (_what, document, reason) => {
    const intake = createDocumentIntake();
    intake.take(good);
    const body = JSON.stringify(document);
    expect(intake.take(body)).toEqual({ outcome: 'rejected', reason: expect.stringMatching(reason) });
    expect(intake.routes()).toHaveLength(1);
    // The hash was kept before decoding: from now on it stalls in silence.
    expect(intake.take(body)).toEqual({ outcome: 'unchanged' });
    expect(intake.routes()).toHaveLength(1);
  });

  it('drops what is neither JSON nor YAML', () => {
    expect(createDocumentIntake().take('{"http": {')).toMatchObject({ outcome: 'rejected' });
  });

  it.each(['{}', ''])('takes %j as the order to route nothing', (body) => {
    const intake = createDocumentIntake();
    intake.take(good);
    expect(intake.take(body)).toEqual({ outcome: 'applied' });
    expect(intake.routes()).toEqual([]);
  });

  it('takes an empty `tls`, the one element that may be empty', () => {
    const intake = createDocumentIntake();
    expect(intake.take(JSON.stringify({ http: { routers: { a: router({ tls: {} }) }, services } }))).toEqual({
      outcome: 'applied',
    });
    expect(intake.routes()).toMatchObject([{ tls: true, status: 'enabled' }]);
  });

  it.each([
    ['an unknown service', { service: 'b' }, 'the service "b@http" does not exist'],
    ['an unknown entry point', { entryPoints: ['side-door'] }, 'entryPoint "side-door" doesn\'t exist'],
    ['a rule that cannot be read', { rule: 'Host(a.example.org)' }, 'error while parsing rule Host(a.example.org)'],
  ])('switches off the one router that has %s', (_what, overrides, error) => {
    const intake = createDocumentIntake();
    intake.take(JSON.stringify({ http: { routers: { good: router(), bad: router(overrides) }, services } }));
    expect(intake.routes().map(({ name, status, error: shown }) => [name, status, shown])).toEqual([
      ['good@http', 'enabled', undefined],
      ['bad@http', 'disabled', error],
    ]);
  });

  it.each([
    'Host(`a`) && PathPrefix(`/x`)',
    'Host(`a`) || Host(`b`)',
    'Host(`a`, `b`)',
    '(Host(`a`) || Host(`b`)) && !Path(`/x`)',
  ])('reads the rule %s', (rule) => {
    const intake = createDocumentIntake();
    intake.take(JSON.stringify({ http: { routers: { a: router({ rule }) }, services } }));
    expect(intake.routes()).toMatchObject([{ status: 'enabled' }]);
  });

  it('shows TCP and UDP routes', () => {
    const intake = createDocumentIntake();
    intake.take(
      JSON.stringify({
        tcp: {
          routers: { g: { entryPoints: ['netsoc-cloud-16384-tcp'], rule: 'HostSNI(`*`)', service: 'g' } },
          services: { g: { loadBalancer: { servers: [{ address: '10.0.0.7:25565' }] } } },
        },
        udp: {
          routers: { g: { entryPoints: ['netsoc-cloud-16384-udp'], service: 'g' } },
          services: { g: { loadBalancer: { servers: [{ address: '10.0.0.7:25565' }] } } },
        },
      }),
    );
    expect(intake.routes().map(({ kind, servers, status }) => [kind, servers, status])).toEqual([
      ['tcp', ['10.0.0.7:25565'], 'enabled'],
      ['udp', ['10.0.0.7:25565'], 'enabled'],
    ]);
  });
});

import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requestInstance } from './contract/instances.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

const good = { templateId: 'debian-12', hostname: 'web', reason: 'a web server' };

describe('bad input', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
    await system.call('member', 'GET', '/v1/me');
    await system.call('admin', 'GET', '/v1/me');
  });
  afterAll(() => system.stop());

  /** The log before and after; what is refused must leave no trace. */
  const leavingNoTrace = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    const before = await system.storedTypes();
    const result = await act();
    expect(await system.storedTypes()).toEqual(before);
    return result;
  };

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    leavingNoTrace(() => system.call('member', 'POST', '/v1/instances', { body, headers }));

  /** A path that fetch would tidy up. */
  const rawPath = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(system.url);
      request({ hostname, port, path, method: 'GET' }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .once('error', reject)
        .end();
    });

  it.each<[string, unknown, number, string]>([
    ['an unknown template', { ...good, templateId: 'windows-95' }, 422, 'template-unknown'],
    ['a hostname that is not a DNS label', { ...good, hostname: 'Web_1' }, 422, 'invalid-body'],
    ['a hostname that ends in a hyphen', { ...good, hostname: 'web-' }, 422, 'invalid-body'],
    ['an over-long reason', { ...good, reason: 'x'.repeat(281) }, 422, 'invalid-body'],
    ['an empty reason', { ...good, reason: '  ' }, 422, 'invalid-body'],
    ['an unknown field', { ...good, cores: 64 }, 422, 'invalid-body'],
    ['a missing field', { templateId: 'debian-12' }, 422, 'invalid-body'],
    ['a list', [good], 422, 'invalid-body'],
    ['malformed JSON', '{"templateId":', 400, 'malformed-json'],
    ['a body of 100 KiB', { ...good, reason: 'x'.repeat(100_000) }, 413, 'body-too-large'],
  ])('is refused: %s', async (_, body, status, code) => {
    const answer = await post(body);
    expect({ status: answer.status, code: answer.problem.code }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.problem).toMatchObject({ status, type: `urn:netsoc-cloud:problem:${code}` });
    expect(answer.problem.requestId).toBe(answer.headers.get('x-request-id'));
  });

  it('names each field that is wrong', async () => {
    const { problem } = await post({ ...good, hostname: '', extra: 1 });
    expect(problem.errors?.map((error) => error.path)).toEqual(['hostname', '']);
    expect(problem.detail).toContain('extra');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/problem+json'])(
    'is refused: a body of type %s',
    async (type) => {
      const { status, problem } = await post(JSON.stringify(good), { 'content-type': type });
      expect({ status, code: problem.code }).toEqual({ status: 415, code: 'unsupported-media-type' });
    },
  );

  it('is refused: a hostname that is taken, in the words of the rule', async () => {
    const taken = { ...good, hostname: 'taken' };
    expect((await system.call('member', 'POST', '/v1/instances', { body: taken })).status).toBe(202);
    // The reservations of the request that succeeded are confirmed a moment later.
    const isConfirmed = (type: string): boolean => type === 'reservation-confirmed.v1';
    while ((await system.storedTypes()).filter(isConfirmed).length < 2) await nextTurn();
    const { status, problem } = await post(taken);
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'hostname-taken' });
  });

  it('is refused: unknown parts of a query, headers of another form', async () => {
    expect((await system.call('member', 'GET', '/v1/instances?scope=mine&sort=name')).status).toBe(400);
    expect((await system.call('member', 'GET', '/v1/instances?scope=theirs')).status).toBe(400);
    expect((await system.call('admin', 'GET', '/v1/audit?limit=1000000')).status).toBe(400);
    expect((await system.call('admin', 'GET', '/v1/audit?before=yesterday')).status).toBe(422);
    expect((await post(good, { 'idempotency-key': 'ä'.normalize('NFD').charAt(0).repeat(300) })).status).toBe(400);
    expect((await post(good, { 'if-match': 'seven' })).status).toBe(400);
    expect(
      (await system.call('member', 'GET', '/v1/instances', { headers: { 'if-consistent-with': '-1' } })).status,
    ).toBe(422);
  });

  it('is refused: another method, with those that are possible', async () => {
    const { status, headers, problem } = await system.call('admin', 'DELETE', '/v1/instances');
    expect({ status, code: problem.code, allow: headers.get('allow') }).toEqual({
      status: 405,
      code: 'method-not-allowed',
      allow: 'POST, GET, HEAD',
    });
  });

  it.each([
    '/v1/instances/../me',
    '/v1/instances/%2e%2e%2fme',
    '/v1//instances',
    '/V1/instances',
    '/v1/instances/',
    '/v1/instances/%00',
    '/v1/instances/%ff',
    '/..%2f..%2fpackage.json',
    '/../package.json',
    '/docs/../../package.json',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/.env',
    '//etc/passwd',
    '/v1/me;x=1',
    '/constructor',
    '/v1/read-models/__proto__/rebuild',
  ])('leads nowhere: %s', async (path) => {
    expect([400, 401, 404, 405]).toContain(await rawPath(path));
  });

  it('is answered even when it is not HTTP at all', async () => {
    const { port } = new URL(system.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('\u0016\u0003\u0001 hello\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('application/problem+json');
  });

  it('is refused: headers without end', async () => {
    const { status } = await system.call('member', 'GET', '/v1/me', { headers: { 'x-long': 'x'.repeat(20_000) } });
    expect(status).toBe(431);
  });

  it('never costs us a 5xx and never changes the log, whatever the JSON', async () => {
    const field = fc.constantFrom('templateId', 'hostname', 'reason', '__proto__', 'constructor', 'toString', 'x');
    // Chance makes a right request of it once in a few thousand times.
    const almost = fc
      .dictionary(field, fc.oneof(fc.jsonValue(), fc.constantFrom('debian-12', 'UPPER', 'a'.repeat(500))))
      .filter((body) => !requestInstance.safeParse(body).success);
    const paths = fc.constantFrom(
      '/v1/instances',
      '/v1/instances/00000000-0000-4000-8000-000000000000/refuse',
      '/v1/instances/00000000-0000-4000-8000-000000000000/approve',
      '/v1/processes/provisioning-00000000-0000-4000-8000-000000000000/retry',
      '/v1/read-models/nothing/rebuild',
    );
    await leavingNoTrace(() =>
      fc.assert(
        fc.asyncProperty(paths, fc.oneof(fc.jsonValue(), almost), async (path, body) => {
          const { status } = await system.call('admin', 'POST', path, { body: JSON.stringify(body) });
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
        }),
        { numRuns: 300 },
      ),
    );
  });
});

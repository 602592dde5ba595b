import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { dynamicConfiguration } from '../traefik/dynamic-configuration.ts';
import { accepted, instanceDetail } from './contract/instances.ts';
import { processList, readiness, readModelList } from './contract/operations.ts';
import { traefikStatus } from './contract/traefik.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

const openApi = z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) });

describe('operating', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

  /** Asks until the answer is as wanted; the test's own timeout is the limit. */
  const until = async <Answer>(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean): Promise<Answer> => {
    for (;;) {
      const answer = await ask();
      if (wanted(answer)) return answer;
      await wait(50);
    }
  };

  it('provisions what an admin approves, and routes it', async () => {
    const { body: made } = await system.ask(accepted, 'member', 'POST', '/v1/instances', {
      body: { templateId: 'debian-12', hostname: 'web', reason: 'a page' },
    });
    await system.call('admin', 'POST', `/v1/instances/${made.id}/approve`);
    const shown = await until(
      () => system.ask(instanceDetail, 'member', 'GET', `/v1/instances/${made.id}`),
      ({ body }) => ['running', 'parked'].includes(body.state),
    );
    expect(shown.body).toMatchObject({ state: 'running', domains: ['web-member-container.netsoc.cloud'] });
    expect(shown.body.sshCommand).toBe(`ssh root@${shown.body.address ?? ''}`);
    expect(shown.body.steps.map((step) => step.state)).toEqual(shown.body.steps.map(() => 'succeeded'));
    const { body: document } = await until(
      () => system.ask(dynamicConfiguration, undefined, 'GET', '/v1/traefik/config', bearer(system.secrets.traefikKey)),
      ({ body }) => body.http.routers['web-member-container_netsoc_cloud'] !== undefined,
    );
    expect(Object.values(document.http.services)).toEqual([
      { loadBalancer: { servers: [{ url: `http://${shown.body.address ?? ''}:80` }] } },
    ]);
  });

  it('gives Traefik its document for a key in the header or the query, records the poll and logs no key', async () => {
    const key = system.secrets.traefikKey;
    const inQuery = await system.call(undefined, 'GET', `/v1/traefik/config?key=${encodeURIComponent(key)}`);
    expect(inQuery.status).toBe(200);
    for (const wrong of ['', 'x', `${key}x`, key.slice(1)]) {
      expect((await system.call(undefined, 'GET', `/v1/traefik/config?key=${wrong}`)).status).toBe(401);
    }
    expect((await system.ask(traefikStatus, 'auditor', 'GET', '/v1/traefik/status')).body).toMatchObject({
      polling: 'current',
      lastPoll: { result: 'served', key: 'lab' },
      upToDate: true,
    });
    expect(system.logged.join('')).not.toContain(key);
  });

  it('says which parts are ready', async () => {
    const { body } = await system.ask(readiness, undefined, 'GET', '/health/ready');
    expect(body.parts.map((part) => part.name)).toEqual(['event-store', 'read-models', 'processes', 'traefik']);
    expect((await system.call(undefined, 'GET', '/health/live')).text).toBe('{"status":"live"}');
  });

  it('shows figures to whoever has the key', async () => {
    expect((await system.call(undefined, 'GET', '/metrics', bearer('wrong'))).status).toBe(401);
    const { status, text } = await system.call(undefined, 'GET', '/metrics', bearer(system.secrets.metricsKey));
    expect(status).toBe(200);
    expect(text).toContain('netsoc_read_model_lag_events{read_model="instance-list"}');
    expect(text).toMatch(/netsoc_http_request_duration_seconds_count\{operation="getTraefikConfig",status="200"\} \d+/);
  });

  it('rebuilds a read model beside the running one', async () => {
    expect((await system.call('admin', 'POST', '/v1/read-models/instance-list/rebuild')).status).toBe(202);
    const rebuilt = await until(
      async () => {
        const { body } = await system.ask(readModelList, 'admin', 'GET', '/v1/read-models');
        return body.items.find((item) => item.name === 'instance-list')?.rebuild;
      },
      (rebuild) => rebuild !== null && rebuild !== undefined && !['running', 'comparing'].includes(rebuild.state),
    );
    expect(rebuilt).toMatchObject({ state: 'switched', equal: true, error: null });
  });

  it('refuses to retry a process that does not stand still', async () => {
    const { body } = await system.ask(processList, 'admin', 'GET', '/v1/processes');
    const [process] = body.items;
    expect(process?.acts.retry).toEqual({ allowed: false, reason: expect.any(String) });
    const { status, problem } = await system.call('admin', 'POST', `/v1/processes/${String(process?.id)}/retry`, {
      body: { reason: 'again' },
    });
    expect({ status, detail: problem.detail }).toEqual({ status: 409, detail: process?.acts.retry.reason });
    const seen = await system.ask(processList, 'auditor', 'GET', '/v1/processes');
    expect(seen.body.items[0]?.acts.retry.reason).toBe('Only admins can retry or give up a process.');
  });

  it('publishes an OpenAPI document of every route, and pages that show it', async () => {
    const { body: document } = await system.ask(openApi, undefined, 'GET', '/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toHaveLength(43);
    expect(document.paths['/v1/instances']).toMatchObject({
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/RequestInstance' } } } },
      },
    });
    expect(Object.keys(document.paths).some((path) => path.startsWith('/operator'))).toBe(false);
    const page = await system.call(undefined, 'GET', '/docs');
    expect(page.text).toContain('swagger-ui');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await system.call(undefined, 'GET', '/docs/swagger-ui-bundle.js')).status).toBe(200);
  });

  it('sends headers that keep browsers in bounds', async () => {
    const { headers } = await system.call(undefined, 'GET', '/health/live');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

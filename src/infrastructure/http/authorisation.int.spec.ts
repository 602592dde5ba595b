import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, instanceList } from './contract/instances.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';
import type { Access } from './route.ts';
import { allRoutes } from './routes/all-routes.ts';
import { routesOnly } from './testing/routes-only.ts';

const roles = ['member', 'admin', 'auditor'] as const;
type Account = (typeof roles)[number];

const may = (access: Access, account: Account): boolean =>
  access === 'public' || access === 'signed-in' || (Array.isArray(access) && access.includes(account));

/** Address of something that does not exist: the walk asks who may call, not what happens then. */
const someId = '00000000-0000-4000-8000-000000000000';
const addressOf = (path: string): string =>
  path
    .replace('/processes/{id}', `/processes/provisioning-${someId}`)
    .replace('{name}', 'no-such-read-model')
    .replace('{id}', someId);

describe('who may call what', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const routes = allRoutes(routesOnly);

  it('is said for every route of the API by hand, once more', () => {
    const table = Object.fromEntries(
      routes.map(({ method, path, access }) => [
        `${method.toUpperCase()} ${path}`,
        Array.isArray(access) ? access.join(' ') : access,
      ]),
    );
    expect(table).toEqual({
      'GET /v1/portal-config': 'public',
      'POST /v1/sign-ups': 'public',
      'POST /v1/sign-ups/resend': 'public',
      'POST /v1/sign-ups/verify': 'public',
      'GET /v1/usernames/{username}': 'public',
      'POST /v1/password-resets': 'public',
      'POST /v1/password-resets/complete': 'public',
      'POST /v1/email-changes/complete': 'public',
      'GET /v1/me': 'signed-in',
      'PATCH /v1/me': 'signed-in',
      'POST /v1/me/password': 'signed-in',
      'GET /v1/me/ssh-keys': 'signed-in',
      'POST /v1/me/ssh-keys': 'signed-in',
      'DELETE /v1/me/ssh-keys': 'signed-in',
      'GET /v1/me/sessions': 'signed-in',
      'POST /v1/me/sessions/end-others': 'signed-in',
      'GET /v1/me/history': 'signed-in',
      'POST /v1/me/export': 'signed-in',
      'POST /v1/me/erasure': 'signed-in',
      'POST /v1/me/erasure/withdraw': 'signed-in',
      'GET /v1/accounts': 'admin auditor',
      'GET /v1/accounts/{id}': 'admin auditor',
      'GET /v1/accounts/{id}/history': 'admin auditor',
      'POST /v1/accounts/{id}/disable': 'admin',
      'POST /v1/accounts/{id}/enable': 'admin',
      'POST /v1/accounts/{id}/resend-verification': 'admin',
      'GET /v1/templates': 'signed-in',
      'GET /v1/audit': 'admin auditor',
      'GET /v1/stream': 'signed-in',
      'POST /v1/instances': 'member admin',
      'GET /v1/instances': 'signed-in',
      'GET /v1/instances/{id}': 'signed-in',
      'GET /v1/instances/{id}/history': 'signed-in',
      'POST /v1/instances/{id}/approve': 'admin',
      'POST /v1/instances/{id}/refuse': 'admin',
      'POST /v1/instances/{id}/withdraw': 'member admin',
      'GET /v1/requests': 'admin auditor',
      'GET /v1/read-models': 'admin auditor',
      'POST /v1/read-models/{name}/rebuild': 'admin',
      'GET /v1/processes': 'admin auditor',
      'POST /v1/processes/{id}/retry': 'admin',
      'POST /v1/processes/{id}/abandon': 'admin',
      'GET /v1/traefik/config': 'traefik',
      'GET /v1/traefik/status': 'admin auditor',
      'GET /health/live': 'public',
      'GET /health/ready': 'public',
      'GET /metrics': 'metrics',
    });
  });

  describe.each(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
    '%s',
    (_, route) => {
      const method = route.method.toUpperCase();

      it('lets nobody in without a token, unless it is public', async () => {
        const { status } = await system.call(undefined, method, addressOf(route.path));
        // What says nothing is let in, and told what is missing.
        if (route.access === 'public') expect([200, 422, 503]).toContain(status);
        else expect(status).toBe(401);
      });

      const keyed = route.access === 'traefik' || route.access === 'metrics';
      // A stream never ends; change-stream.int.spec.ts reads it.
      const answering = route.operation === 'stream' ? [] : roles;
      if (answering.length > 0)
        it.each(answering)('lets in, or refuses, somebody with the role %s', async (role) => {
          const { status, problem } = await system.call(role, method, addressOf(route.path));
          if (keyed) expect({ status, code: problem.code }).toEqual({ status: 401, code: 'key-wrong' });
          else if (may(route.access, role)) expect([401, 403, 500]).not.toContain(status);
          else expect({ status, code: problem.code }).toEqual({ status: 403, code: 'role-missing' });
        });
    },
  );

  it("does not show the operator's routes on the network", async () => {
    const { status } = await system.call('admin', 'GET', '/operator/events');
    expect(status).toBe(404);
  });

  it('hides an instance of somebody else from a member, whatever they try', async () => {
    const { body: made } = await system.ask(accepted, 'admin', 'POST', '/v1/instances', {
      body: { templateId: 'debian-12', hostname: 'admins', reason: 'ours' },
    });
    const consistent = { 'if-consistent-with': made.position };
    const own = await system.call('admin', 'GET', `/v1/instances/${made.id}`, { headers: consistent });
    expect(own.status).toBe(200);
    for (const [method, path] of [
      ['GET', `/v1/instances/${made.id}`],
      ['GET', `/v1/instances/${made.id}/history`],
      ['POST', `/v1/instances/${made.id}/withdraw`],
    ] as const) {
      const theirs = await system.call('member', method, path);
      const absent = await system.call('member', method, path.replace(made.id, someId));
      expect({ path, status: theirs.status }).toEqual({ path, status: 404 });
      expect(absent.status).toBe(404);
      if (method === 'GET') expect(theirs.problem.detail).toBe(absent.problem.detail);
    }
    expect((await system.call('member', 'POST', `/v1/instances/${made.id}/approve`)).status).toBe(403);
    expect((await system.call('member', 'GET', '/v1/instances?scope=all')).status).toBe(403);
    const { body: mine } = await system.ask(instanceList, 'member', 'GET', '/v1/instances');
    expect(mine.items).toEqual([]);
    const { body: auditors } = await system.ask(instanceList, 'auditor', 'GET', '/v1/instances?scope=all');
    expect(auditors.total).toBe(1);
  });
});

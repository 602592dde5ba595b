import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditPage, history } from './contract/history.ts';
import { accepted, instanceDetail, requestList } from './contract/instances.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

describe('commands', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
    await system.call('member', 'GET', '/v1/me');
    await system.call('admin', 'GET', '/v1/me');
  });
  afterAll(() => system.stop());

  const wanted = (hostname: string, headers: Record<string, string>) => ({
    body: { templateId: 'debian-12', hostname, reason: 'for a test' },
    headers,
  });
  const request = (hostname: string, headers: Record<string, string> = {}, account = 'member') =>
    system.ask(accepted, account, 'POST', '/v1/instances', wanted(hostname, headers));

  it('answer with the place in the log, which a question can wait for', async () => {
    const { status, body, headers } = await request('first');
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/instances/${body.id}`);
    expect(headers.get('etag')).toBe(`"${String(body.revision)}"`);
    const shown = await system.ask(instanceDetail, 'member', 'GET', `/v1/instances/${body.id}`, {
      headers: { 'if-consistent-with': body.position },
    });
    expect(shown.body).toMatchObject({
      state: 'pending',
      hostname: 'first',
      owner: { username: 'member' },
      domains: ['first-member-container.netsoc.cloud'],
      acts: { withdraw: { allowed: true, reason: null }, approve: { allowed: false } },
    });
    expect(shown.headers.get('etag')).toBe(`"${String(shown.body.revision)}"`);
  });

  it('with the same Idempotency-Key have one effect and the same answer', async () => {
    const key = { 'idempotency-key': 'try-1' };
    const answers = await Promise.all([request('once', key), request('once', key), request('once', key)]);
    answers.push(await request('once', key));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const other = await system.call('member', 'POST', '/v1/instances', wanted('other', key));
    expect(other.problem.code).toBe('idempotency-key-reused');
    expect((await request('of-admin', key, 'admin')).status).toBe(202);
  });

  it('that rest on an older revision are refused with 412', async () => {
    const { body: made } = await request('stale');
    const refuse = (ifMatch: string) =>
      system.call('admin', 'POST', `/v1/instances/${made.id}/refuse`, {
        body: { reason: 'no room' },
        headers: { 'if-match': ifMatch },
      });
    const stale = await refuse('"7"');
    expect({ status: stale.status, code: stale.problem.code }).toEqual({ status: 412, code: 'revision-changed' });
    expect((await refuse(`"${String(made.revision)}"`)).status).toBe(202);
  });

  it('show in the history who did what, with the names of people', async () => {
    const { body: made } = await request('told');
    const { body: refused } = await system.ask(accepted, 'admin', 'POST', `/v1/instances/${made.id}/refuse`, {
      body: { reason: 'not now' },
    });
    const { body } = await system.ask(history, 'member', 'GET', `/v1/instances/${made.id}/history`, {
      headers: { 'if-consistent-with': refused.position },
    });
    const told = body.items.map((item) => `${item.actor.name} ${item.type}`);
    expect(told).toEqual(expect.arrayContaining(['member instance-requested', 'admin instance-request-refused']));
    const { body: page } = await system.ask(auditPage, 'auditor', 'GET', '/v1/audit?limit=2');
    expect(page.items).toHaveLength(2);
    expect(page.next).not.toBeNull();
  });

  it('wait in the queue of requests until they are decided', async () => {
    const { body: made } = await request('queued');
    const queue = async (position: string): Promise<readonly string[]> => {
      const { body } = await system.ask(requestList, 'admin', 'GET', '/v1/requests?state=pending', {
        headers: { 'if-consistent-with': position },
      });
      return body.items.map((item) => item.hostname);
    };
    expect(await queue(made.position)).toContain('queued');
    const { body: withdrawn } = await system.ask(accepted, 'member', 'POST', `/v1/instances/${made.id}/withdraw`);
    expect(await queue(withdrawn.position)).not.toContain('queued');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { account, accountList } from './contract/accounts.ts';
import { history } from './contract/history.ts';
import { accepted, instanceDetail, requestList } from './contract/instances.ts';
import { me } from './contract/people.ts';
import { emailOf, eventually, peopleOf } from './testing/people-of.ts';
import type { People } from './testing/people-of.ts';
import { startSystem } from './testing/running-system.ts';
import type { RunningSystem } from './testing/running-system.ts';

const password = 'Correct-horse-1';

describe('admins and the accounts of others', () => {
  let system: RunningSystem;
  let people: People;
  beforeAll(async () => {
    system = await startSystem();
    people = peopleOf(system);
  });
  afterAll(() => system.stop());

  const idOf = async (username: string): Promise<string> => (await system.ask(me, username, 'GET', '/v1/me')).body.id;
  const accountOf = async (id: string): Promise<z.output<typeof account>> =>
    (await system.ask(account, 'admin', 'GET', `/v1/accounts/${id}`)).body;
  const until = (what: string, id: string, wanted: (shown: z.output<typeof account>) => boolean) =>
    eventually(what, async () => (wanted(await accountOf(id)) ? true : undefined));
  const post = async (path: string, body?: object) =>
    (await system.ask(accepted, 'admin', 'POST', path, body === undefined ? {} : { body })).body;
  const running = async (owner: string, hostname: string): Promise<string> => {
    const body = { templateId: 'debian-12', hostname, reason: 'for a test' };
    const { id } = (await system.ask(accepted, owner, 'POST', '/v1/instances', { body })).body;
    await post(`/v1/instances/${id}/approve`);
    await eventually('the instance to run', async () => ((await stateOf(id)) === 'running' ? true : undefined));
    return id;
  };
  const stateOf = async (id: string): Promise<string> =>
    (await system.ask(instanceDetail, 'admin', 'GET', `/v1/instances/${id}`)).body.state;

  it('find people by any part of their names, and by state', async () => {
    await people.join('lovelace', password);
    await people.askForAccount('babbage', { displayName: 'Charles Babbage' });
    const search = async (query: string): Promise<readonly string[]> =>
      (await system.ask(accountList, 'admin', 'GET', `/v1/accounts?${query}`)).body.items.map(
        ({ username }) => username,
      );
    await eventually('both', async () => ((await search('search=b')).includes('babbage') ? true : undefined));
    expect(await search('search=LOVELACE')).toEqual(['lovelace']);
    expect(await search('search=charles')).toEqual(['babbage']);
    expect(await search('state=waiting')).toEqual(['babbage']);
    expect(await search('search=nobody-at-all')).toEqual([]);
    expect((await system.ask(accountList, 'auditor', 'GET', '/v1/accounts?limit=1')).body).toMatchObject({
      items: [{ acts: { disable: { allowed: false } } }],
    });
  });

  it('disable somebody with a reason: tokens stop at once, instances stop, the person is told; enabling takes it back', async () => {
    await people.join('grace', password);
    const id = await idOf('grace');
    const instanceId = await running('grace', 'cobol');
    const { position } = await post(`/v1/accounts/${id}/disable`, { reason: 'Mining coins', instances: 'stop' });
    const refused = await system.call('grace', 'GET', '/v1/me', { headers: { 'if-consistent-with': position } });
    await until('the account to be disabled', id, (shown) => shown.disabled && shown.disabledReason === 'Mining coins');
    expect([200, 403]).toContain(refused.status);
    const { status, problem } = await system.call('grace', 'GET', '/v1/me');
    expect({ status, code: problem.code }).toEqual({ status: 403, code: 'account-disabled' });
    const mail = await people.mailTo(emailOf('grace'), 'Your account is suspended');
    expect(mail.text).toContain('Mining coins');
    await eventually('the instance to stop', async () =>
      (await stateOf(instanceId)) === 'suspended' ? true : undefined,
    );
    await eventually('the route to go', async () => {
      const { text } = await system.call(undefined, 'GET', '/v1/traefik/config', {
        headers: { authorization: `Bearer ${system.secrets.traefikKey}` },
      });
      return text.includes('cobol') ? undefined : true;
    });

    await post(`/v1/accounts/${id}/enable`);
    await people.mailTo(emailOf('grace'), 'Your account is back');
    await eventually('the instance to run again', async () =>
      (await stateOf(instanceId)) === 'running' ? true : undefined,
    );
    await eventually('the person to be let in', async () =>
      (await system.call('grace', 'GET', '/v1/me')).status === 200 ? true : undefined,
    );
    const { body } = await system.ask(history, 'auditor', 'GET', `/v1/accounts/${id}/history`);
    const types = body.items.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['sign-up-received', 'account-disabled', 'account-enabled']));
    expect(body.items.find(({ type }) => type === 'account-disabled')?.actor.name).toBe('admin');
  });

  it('may leave the instances of a disabled person alone', async () => {
    await people.join('katherine', password);
    const id = await idOf('katherine');
    const instanceId = await running('katherine', 'orbit');
    await post(`/v1/accounts/${id}/disable`, { reason: 'On leave', instances: 'stay' });
    await people.mailTo(emailOf('katherine'), 'Your account is suspended');
    await until('the account to be disabled', id, ({ disabled }) => disabled);
    expect(await stateOf(instanceId)).toBe('running');
  });

  it('approve no request of a disabled person, and are told why before they try and after', async () => {
    await people.join('mary', password);
    const id = await idOf('mary');
    const body = { templateId: 'debian-12', hostname: 'engine', reason: 'for a test' };
    const { id: instanceId } = (await system.ask(accepted, 'mary', 'POST', '/v1/instances', { body })).body;
    const { position } = await post(`/v1/accounts/${id}/disable`, { reason: 'Mining coins', instances: 'stop' });
    const path = `/v1/instances/${instanceId}`;
    const headers = { 'if-consistent-with': position };
    const { acts } = (await system.ask(instanceDetail, 'admin', 'GET', path, { headers })).body;
    expect(acts).toMatchObject({ approve: { allowed: false }, refuse: { allowed: true } });
    const { items } = (await system.ask(requestList, 'admin', 'GET', '/v1/requests', { headers })).body;
    expect(items.find((item) => item.id === instanceId)?.acts).toEqual({ approve: acts.approve, refuse: acts.refuse });
    const { status, problem } = await system.call('admin', 'POST', `${path}/approve`);
    expect({ status, code: problem.code, detail: problem.detail }).toEqual({
      status: 409,
      code: 'owner-disabled',
      detail: acts.approve.reason,
    });
  });

  it('are told why they can not, before they try and after', async () => {
    const admin = await idOf('admin');
    await until('the admin to be known', admin, () => true);
    const { acts } = await accountOf(admin);
    expect(acts.disable).toMatchObject({ allowed: false });
    const { status, problem } = await system.call('admin', 'POST', `/v1/accounts/${admin}/disable`, {
      body: { reason: 'by mistake' },
    });
    expect(status).toBe(409);
    expect(problem.detail).toBe(acts.disable.reason);
  });
});

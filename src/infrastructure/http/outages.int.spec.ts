import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { Person } from '../../application/ports/directory.ts';
import { createPersonFinder } from './person-finder.ts';
import { createRateLimit } from './rate-limit.ts';
import { startSystem } from './testing/running-system.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const ada: Person = {
  directoryId: randomUUID(),
  username: 'ada',
  email: 'ada@example.org',
  displayName: 'Ada',
  groups: ['members', 'admins'],
  disabled: false,
  sshKeys: [],
  madeFor: undefined,
};

const finderOver = (answer: () => Promise<Person | undefined>) => {
  let time = 0;
  let asked = 0;
  const linked: string[] = [];
  const finder = createPersonFinder({
    directory: {
      findByEmail: () => {
        asked += 1;
        return answer();
      },
    },
    groupsOfRoles: { member: ['members'], admin: ['admins'], auditor: ['auditors'] },
    accountIdOf: ({ directoryId }) => Promise.resolve(`account of ${directoryId}`),
    link: ({ username }) => Promise.resolve(linked.push(username)),
    log: silent,
    now: () => time,
  });
  return {
    ...finder,
    linked,
    asked: () => asked,
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
  };
};

const outage = () => Promise.reject(new DirectoryError('unreachable', 'no server answers'));

describe('finding people', () => {
  it('asks FreeIPA once for many requests at once, and again after 30 s', async () => {
    const finder = finderOver(() => Promise.resolve(ada));
    const found = await Promise.all([finder.find('ada@example.org'), finder.find('ADA@example.org')]);
    expect(found[0]).toMatchObject({ roles: ['member', 'admin'], stale: false });
    finder.pass(29);
    await finder.find('ada@example.org');
    expect(finder.asked()).toBe(1);
    finder.pass(2);
    await finder.find('ada@example.org');
    expect(finder.asked()).toBe(2);
    expect(finder.linked).toEqual(['ada']);
  });

  it('says so when it has to rely on what FreeIPA said before, for ten minutes', async () => {
    let answer: () => Promise<Person | undefined> = () => Promise.resolve(ada);
    const finder = finderOver(() => answer());
    await finder.find('ada@example.org');
    answer = outage;
    finder.pass(60);
    expect(await finder.find('ada@example.org')).toMatchObject({ stale: true });
    finder.pass(600);
    await expect(finder.find('ada@example.org')).rejects.toThrow('no server answers');
  });

  it('recognises nobody new during an outage', async () => {
    await expect(finderOver(outage).find('ada@example.org')).rejects.toThrow('no server answers');
  });

  it('sees a person who was disabled or has lost a role within 30 s', async () => {
    let person = ada;
    const finder = finderOver(() => Promise.resolve(person));
    await finder.find('ada@example.org');
    person = { ...ada, disabled: true, groups: [] };
    finder.pass(31);
    expect(await finder.find('ada@example.org')).toMatchObject({ disabled: true, roles: [] });
  });
});

describe('rate limits', () => {
  it('refuse beyond the limit, and say how long to wait', async () => {
    const limit = createRateLimit(2, 'requests');
    await limit.count('ada');
    await limit.count('ada');
    await expect(limit.count('ada')).rejects.toMatchObject({ status: 429, code: 'too-many-requests' });
    await expect(limit.check('ada')).rejects.toMatchObject({ status: 429 });
    await limit.count('grace');
    limit.close();
  });

  it('hold for the commands of one account, and for wrong tokens from one address', async () => {
    const system = await startSystem({
      configure: (configuration) => ({
        ...configuration,
        rate_limits: {
          ...configuration.rate_limits,
          requests_per_minute: 1000,
          commands_per_minute: 2,
          failed_sign_ins_per_minute: 3,
        },
      }),
    });
    const nothing = '/v1/read-models/nothing/rebuild';
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await system.call('admin', 'POST', nothing));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 429]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await system.call('admin', 'GET', '/v1/me')).status).toBe(200);
    const headers = { authorization: 'Bearer guess' };
    const guesses = [];
    for (let count = 0; count < 4; count += 1)
      guesses.push((await system.call(undefined, 'GET', '/v1/me', { headers })).status);
    expect(guesses).toEqual([401, 401, 401, 429]);
    await system.stop();
  });

  it('count the addresses that one customer of a provider has over IPv6 as one', async () => {
    const system = await startSystem({
      configure: (configuration) => ({
        ...configuration,
        http: { ...configuration.http, trusted_proxies: ['127.0.0.1'] },
        rate_limits: { ...configuration.rate_limits, names_per_minute: 2 },
      }),
    });
    const askFrom = async (address: string): Promise<number> => {
      const headers = { 'X-Forwarded-For': address };
      return (await system.call(undefined, 'GET', '/v1/usernames/hopper', { headers })).status;
    };
    const answers = [];
    for (const end of ['1', '2', 'f:3']) answers.push(await askFrom(`2001:db8:0:1::${end}`));
    expect(answers).toEqual([200, 200, 429]);
    expect([await askFrom('2001:db8:1:1::1'), await askFrom('192.0.2.1'), await askFrom('192.0.2.2')]).toEqual([
      200, 200, 200,
    ]);
    await system.stop();
  });
});

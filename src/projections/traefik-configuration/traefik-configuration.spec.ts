import { describe, expect, it } from '@jest/globals';
import {
  approved,
  deleted,
  deletionBegun,
  instanceResumed,
  provisioned,
  provisioningAbandoned,
  requested,
  suspended,
} from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
import type { Fact } from '../testing/recorded-history.ts';
import { traefikConfiguration } from './index.ts';

const routes = (facts: readonly Fact[]) => given(traefikConfiguration, facts, (query) => query.routes());

describe('Traefik configuration', () => {
  it('routes nothing to an instance that does not run yet', () => {
    expect(routes([requested('web'), approved('web')])).toEqual([]);
  });

  it('routes the default domain of a running instance to its port 80', () => {
    expect(routes([requested('web'), approved('web'), provisioned('web')])).toEqual([
      {
        instanceId: 'web',
        domain: 'web-ada-container.example.org',
        address: '10.10.10.7',
        port: 80,
        since: momentOf(2),
      },
    ]);
  });

  it('stops routing when the instance is given up', () => {
    expect(routes([requested('web'), approved('web'), provisioned('web'), provisioningAbandoned('web')])).toEqual([]);
  });

  const running = [requested('web'), approved('web'), provisioned('web')];

  it('stops routing while the instance is suspended, and goes on as before when it is resumed', () => {
    expect(routes([...running, suspended('web')])).toEqual([]);
    expect(routes([...running, suspended('web'), instanceResumed('web')])).toEqual(routes(running));
    expect(routes([...running, suspended('web'), instanceResumed('web'), suspended('web')])).toEqual([]);
  });

  it('leaves other instances alone while one is suspended', () => {
    const facts = [...running, requested('db'), provisioned('db'), suspended('web')];
    expect(routes(facts).map(({ instanceId }) => instanceId)).toEqual(['db']);
  });

  it.each([
    ['being deleted', [deletionBegun('web')]],
    ['deleted', [deletionBegun('web'), deleted('web')]],
    ['deleted after it was suspended', [suspended('web'), deletionBegun('web'), deleted('web')]],
  ] as const)('routes nothing to an instance that is %s', (_, facts) => {
    expect(routes([...running, ...facts])).toEqual([]);
  });

  it('has the routes in the order of their instances', () => {
    const facts = [requested('web'), requested('db'), provisioned('web'), provisioned('db')];
    expect(routes(facts).map(({ instanceId }) => instanceId)).toEqual(['db', 'web']);
  });
});

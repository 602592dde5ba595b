import { describe, expect, it } from '@jest/globals';
import { approved, provisioned, provisioningAbandoned, requested } from '../testing/facts.ts';
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

  it('has the routes in the order of their instances', () => {
    const facts = [requested('web'), requested('db'), provisioned('web'), provisioned('db')];
    expect(routes(facts).map(({ instanceId }) => instanceId)).toEqual(['db', 'web']);
  });
});

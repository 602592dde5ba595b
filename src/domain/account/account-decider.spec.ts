import { describe, it } from '@jest/globals';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import { accountDecider } from './account-decider.ts';

const { given } = specificationOf(accountDecider);

const ada = { accountId: 'a-1', username: 'ada', email: 'ada@example.org', displayName: 'Ada Lovelace' };

describe('signing in', () => {
  it('is remembered the first time', () => {
    given([])
      .when({ type: 'link-account', ...ada })
      .then([{ type: 'account-linked', data: ada }]);
  });

  it('leaves no trace while nothing changed', () => {
    given([{ type: 'account-linked', data: ada }])
      .when({ type: 'link-account', ...ada })
      .thenNothing();
  });

  it.each([{ email: 'ada@example.com' }, { displayName: 'Ada King' }, { username: 'countess' }])(
    'is remembered again with %j',
    (change) => {
      given([{ type: 'account-linked', data: ada }])
        .when({ type: 'link-account', ...ada, ...change })
        .then([{ type: 'account-linked', data: { ...ada, ...change } }]);
    },
  );
});

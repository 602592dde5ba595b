import { describe, it } from '@jest/globals';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import { accountDecider } from './account-decider.ts';
import type { AccountEvent } from './account-events.ts';
import {
  activated,
  ada,
  disabled,
  erasureRequested,
  historyTo,
  linked,
  phases,
  signedUp,
  verified,
} from './testing/account-history.ts';

const { given } = specificationOf(accountDecider);

const signIn = { type: 'link-account', ...ada } as const;

describe('signing in', () => {
  it('is remembered the first time', () => {
    given([]).when(signIn).then([linked]);
  });

  it('leaves no trace while nothing changed', () => {
    given([linked]).when(signIn).thenNothing();
  });

  it.each([{ email: 'ada@example.com' }, { displayName: 'Ada King' }, { username: 'countess' }])(
    'is remembered again with %j',
    (change) => {
      given([linked])
        .when({ ...signIn, ...change })
        .then([{ type: 'account-linked', data: { ...ada, ...change } }]);
    },
  );

  it('leaves no trace after a sign-up, which told the same', () => {
    given([signedUp, verified(), activated]).when(signIn).thenNothing();
  });

  it.each<[string, AccountEvent]>([
    ['a name', { type: 'display-name-changed', data: { accountId: 'a-1', changeId: 'c', displayName: 'Ada King' } }],
    [
      'an address',
      { type: 'email-changed', data: { accountId: 'a-1', changeId: 'c', email: 'a@example.com', previous: ada.email } },
    ],
  ])('tells when the directory has another %s than the person chose here', (_, change) => {
    given([linked, change]).when(signIn).then([linked]);
  });

  it('lifts nothing that was imposed or asked for', () => {
    given([linked, disabled, { type: 'account-linked', data: { ...ada, username: 'countess' } }])
      .when({
        type: 'enable-account',
        caller: { accountId: 'a-4', username: 'root', roles: ['admin'] },
      })
      .then([{ type: 'account-enabled', data: { accountId: 'a-1' } }]);
    given([linked, erasureRequested(), { type: 'account-linked', data: { ...ada, username: 'countess' } }])
      .when({ type: 'begin-erasure', erasureId: 'erasure-1' })
      .then([{ type: 'erasure-begun', data: { accountId: 'a-1' } }]);
  });

  it('changes nothing about somebody who is still being set up', () => {
    given(historyTo.verified)
      .when({ ...signIn, displayName: 'Ada King' })
      .thenNothing();
  });

  it.each(['erasing', 'erased'] as const)('brings nobody back who is %s', (phase) => {
    given(historyTo[phase])
      .when({ ...signIn, displayName: 'Ada King' })
      .thenNothing();
  });

  it.each(phases.filter((phase) => !['verified', 'erasing', 'erased'].includes(phase)))(
    'is remembered with what changed, in an account that is %s',
    (phase) => {
      given(historyTo[phase])
        .when({ ...signIn, displayName: 'Ada King' })
        .then([{ type: 'account-linked', data: { ...ada, displayName: 'Ada King' } }]);
    },
  );
});

import { describe, it } from '@jest/globals';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { AccountCommand } from './account-commands.ts';
import { accountDecider } from './account-decider.ts';
import type { AccountEvent } from './account-events.ts';
import {
  activated,
  almostOne,
  disabled,
  enabled,
  hashOf,
  historyTo,
  linkIssued,
  linked,
  noon,
  one,
  passwordBegun,
  passwordChanged,
  passwordFailed,
  phases,
  sessionsEnded,
  signedUp,
  two,
  verified,
} from './testing/account-history.ts';

const { given } = specificationOf(accountDecider);

const byOwner = (changeId = 'c-1', now = noon, until = one): AccountCommand => ({
  type: 'begin-password-change',
  changeId,
  by: 'owner',
  now,
  until,
});

const byLink = (by: 'verification' | 'password-reset', linkId = 'link-1', now = noon): AccountCommand => ({
  type: 'begin-password-change',
  changeId: 'c-1',
  by,
  tokenHash: hashOf(linkId),
  now,
  until: one,
});

describe('setting a password', () => {
  it('is written down before the directory is asked', () => {
    given([linked])
      .when(byOwner())
      .then([passwordBegun('c-1')]);
  });

  it.each([
    ['verification', [signedUp, linkIssued('verification'), verified(), activated]],
    ['password-reset', [linked, linkIssued('password-reset')]],
  ] as const)('is what a link of %s entitles to', (by, history) => {
    given(history)
      .when(byLink(by))
      .then([passwordBegun('c-1', { by, linkId: 'link-1' })]);
  });

  it('needs the very link that it names, in its time', () => {
    const history = [linked, linkIssued('password-reset')];
    given(history).when(byLink('password-reset', 'link-of-nobody')).thenRefused('link-invalid');
    given(history).when(byLink('verification')).thenRefused('link-invalid');
    given(history)
      .when(byLink('password-reset', 'link-1', one))
      .thenRefused('link-invalid');
    given(history)
      .when(byLink('password-reset', 'link-1', almostOne))
      .then([passwordBegun('c-1', { by: 'password-reset', linkId: 'link-1' })]);
  });

  it.each(phases.filter((phase) => phase !== 'active'))('is for accounts in use, not for one that is %s', (phase) => {
    given(historyTo[phase]).when(byOwner()).thenRefused('account-not-active');
  });

  it('has to wait until the account of a sign-up is set up', () => {
    given([signedUp, linkIssued('verification'), verified()])
      .when(byLink('verification'))
      .thenRefused('account-not-active');
  });

  it('is barred while the account is disabled, with a link as well', () => {
    given([linked, disabled]).when(byOwner()).thenRefused('account-disabled');
    given([linked, linkIssued('password-reset'), disabled])
      .when(byLink('password-reset'))
      .thenRefused('account-disabled');
    given([linked, linkIssued('password-reset'), disabled, enabled])
      .when(byLink('password-reset'))
      .then([passwordBegun('c-1', { by: 'password-reset', linkId: 'link-1' })]);
  });

  it('changes nothing when it is said twice', () => {
    given([linked, passwordBegun('c-1')])
      .when(byOwner())
      .thenNothing();
  });

  it('waits for one that is under way', () => {
    given([linked, passwordBegun('c-1')])
      .when(byOwner('c-2', almostOne))
      .thenRefused('password-change-underway');
  });

  it('goes on after one of which nobody said in time what came of it: it counts as failed, and sessions end as if it had not', () => {
    given([linked, passwordBegun('c-1')])
      .when(byOwner('c-2', one, two))
      .then([
        passwordFailed('c-1', 'It is not known whether the password was set.'),
        sessionsEnded(),
        passwordBegun('c-2', { until: two }),
      ]);
  });

  it.each([
    ['was set', passwordChanged('c-1')],
    ['failed', passwordFailed('c-1', 'too short')],
  ])('goes on after one that %s', (_, outcome) => {
    given([linked, passwordBegun('c-1'), outcome])
      .when(byOwner('c-2'))
      .then([passwordBegun('c-2')]);
  });
});

describe('the outcome of setting a password', () => {
  const changed: AccountCommand = { type: 'record-password-changed', changeId: 'c-1', kept: 'session-1' };
  const failed = { type: 'record-password-change-failed', changeId: 'c-1', cause: 'too short' } as const;

  it('says who was entitled to it, and by which link', () => {
    const entitled = { by: 'password-reset', linkId: 'link-1' } as const;
    given([linked, linkIssued('password-reset'), passwordBegun('c-1', entitled)])
      .when(changed)
      .then([passwordChanged('c-1', entitled), sessionsEnded('session-1')]);
  });

  it('ends the sessions of the old password at once, all but the one that it was set from', () => {
    given([linked, passwordBegun('c-1')])
      .when(changed)
      .then([passwordChanged('c-1'), sessionsEnded('session-1')]);
  });

  it('ends none with the first password of a sign-up: there is no older one', () => {
    const first = { by: 'verification', linkId: 'link-1' } as const;
    given([signedUp, linkIssued('verification'), verified(), activated, passwordBegun('c-1', first)])
      .when(changed)
      .then([passwordChanged('c-1', first)]);
  });

  it('ends the sessions too when it is not known whether it was set', () => {
    given([linked, passwordBegun('c-1')])
      .when({ ...failed, unknown: { kept: null } })
      .then([passwordFailed('c-1', 'too short'), sessionsEnded()]);
  });

  it('says why it failed', () => {
    given([linked, passwordBegun('c-1')])
      .when(failed)
      .then([passwordFailed('c-1', 'too short')]);
  });

  it.each<[string, readonly AccountEvent[]]>([
    ['was never begun', [linked]],
    ['was set', [linked, passwordBegun('c-1'), passwordChanged('c-1')]],
    ['failed', [linked, passwordBegun('c-1'), passwordFailed('c-1', 'no answer')]],
    ['was overtaken by another', [linked, passwordBegun('c-2')]],
  ])('is recorded once: nothing of a change that %s', (_, history) => {
    given(history).when(changed).thenNothing();
    given(history).when(failed).thenNothing();
  });
});

describe('a password that was set', () => {
  const links = [linkIssued('password-reset'), linkIssued('password-reset', 'link-2')];

  it('ends every link that could set another', () => {
    const set = [linked, ...links, passwordBegun('c-0'), passwordChanged('c-0')];
    given(set).when(byLink('password-reset')).thenRefused('link-invalid');
    given(set).when(byLink('password-reset', 'link-2')).thenRefused('link-invalid');
  });

  it('leaves the link to a person whose new password was refused', () => {
    given([linked, ...links, passwordBegun('c-0'), passwordFailed('c-0', 'too short')])
      .when(byLink('password-reset'))
      .then([passwordBegun('c-1', { by: 'password-reset', linkId: 'link-1' })]);
  });
});

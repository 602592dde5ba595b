import { describe, it } from '@jest/globals';
import type { Caller } from '../kernel/caller.ts';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { AccountCommand } from './account-commands.ts';
import { accountDecider } from './account-decider.ts';
import {
  ada,
  almostOne,
  disabled,
  enabled,
  erased,
  erasureBegun,
  erasureRequested,
  erasureWithdrawn,
  historyTo,
  linked,
  noon,
  one,
  passwordBegun,
  passwordFailed,
  sessionsEnded,
  phases,
  two,
} from './testing/account-history.ts';

const { given } = specificationOf(accountDecider);
const { accountId } = ada;

const member: Caller = { accountId: 'a-2', username: 'grace', roles: ['member'] };
const auditor: Caller = { accountId: 'a-3', username: 'eve', roles: ['auditor'] };
const admin: Caller = { accountId: 'a-4', username: 'root', roles: ['member', 'admin'] };
const adaAsAdmin: Caller = { accountId, username: 'ada', roles: ['admin'] };
const others = phases.filter((phase) => phase !== 'active');

describe('disabling an account', () => {
  const disable = (caller: Caller): AccountCommand => ({
    type: 'disable-account',
    caller,
    reason: 'Mined coins',
    instances: 'stop',
  });

  it('is up to an admin, who says why and what becomes of the instances', () => {
    given([linked]).when(disable(admin)).then([disabled]);
  });

  it.each([member, auditor])('is not up to $username', (caller) => {
    given([linked]).when(disable(caller)).thenRefused('not-allowed', { needs: 'admin' });
  });

  it('is nothing an admin can do to themselves', () => {
    given([linked]).when(disable(adaAsAdmin)).thenRefused('own-account');
  });

  it('is refused for one that is disabled', () => {
    given([linked, disabled]).when(disable(admin)).thenRefused('account-disabled');
    given([linked, disabled, enabled]).when(disable(admin)).then([disabled]);
  });

  it.each(others)('is refused for one that is %s', (phase) => {
    given(historyTo[phase])
      .when(disable(admin))
      .thenRefused(phase === 'unknown' ? 'account-unknown' : 'account-not-active');
  });
});

describe('enabling an account', () => {
  const enable = (caller: Caller): AccountCommand => ({ type: 'enable-account', caller });

  it('is up to an admin', () => {
    given([linked, disabled]).when(enable(admin)).then([enabled]);
    given([linked, disabled]).when(enable(member)).thenRefused('not-allowed', { needs: 'admin' });
  });

  it('needs one that is disabled', () => {
    given([linked]).when(enable(admin)).thenRefused('account-not-disabled');
    given([linked, disabled, enabled]).when(enable(admin)).thenRefused('account-not-disabled');
  });

  it.each(others)('is refused for one that is %s', (phase) => {
    given(historyTo[phase])
      .when(enable(admin))
      .thenRefused(phase === 'unknown' ? 'account-unknown' : 'account-not-active');
  });
});

describe('ending sessions', () => {
  it.each(['session-1', null])('keeps the session %s', (kept) => {
    given([linked])
      .when({ type: 'end-sessions', kept })
      .then([{ type: 'sessions-ended', data: { accountId, kept } }]);
  });

  it.each(others)('does nothing for an account that is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'end-sessions', kept: null }).thenNothing();
  });
});

describe('asking to be erased', () => {
  const request = (erasureId = 'erasure-1'): AccountCommand => ({ type: 'request-erasure', erasureId, dueAt: one });

  it('leaves time to think', () => {
    given([linked]).when(request()).then([erasureRequested()]);
  });

  it.each(others)('is refused to an account that is %s', (phase) => {
    given(historyTo[phase]).when(request()).thenRefused('account-not-active');
  });

  it('changes nothing when it is said twice, also after the person thought better of it', () => {
    given([linked, erasureRequested()]).when(request()).thenNothing();
    given([linked, erasureRequested(), erasureWithdrawn()]).when(request()).thenNothing();
  });

  it('is refused while the time to think is running, which is told', () => {
    given([linked, erasureRequested()]).when(request('erasure-2')).thenRefused('erasure-requested', { dueAt: one });
  });

  it('can be done anew after it was withdrawn', () => {
    given([linked, erasureRequested(), erasureWithdrawn()])
      .when(request('erasure-2'))
      .then([erasureRequested('erasure-2')]);
  });
});

describe('thinking better of being erased', () => {
  const withdraw = (now = noon): AccountCommand => ({ type: 'withdraw-erasure', now });

  it('keeps the account until the last moment', () => {
    given([linked, erasureRequested()]).when(withdraw(almostOne)).then([erasureWithdrawn()]);
  });

  it('is too late when the time to think is over, though nothing was removed yet', () => {
    given([linked, erasureRequested()]).when(withdraw(one)).thenRefused('erasure-begun');
    given([linked, erasureRequested()]).when(withdraw(two)).thenRefused('erasure-begun');
  });

  it.each(['erasing', 'erased'] as const)('is too late for an account that is %s', (phase) => {
    given(historyTo[phase]).when(withdraw()).thenRefused('erasure-begun');
  });

  it('does no harm when nobody asked, or when it is said twice', () => {
    given([linked]).when(withdraw()).thenNothing();
    given([linked, erasureRequested(), erasureWithdrawn()]).when(withdraw()).thenNothing();
  });
});

describe('erasing an account', () => {
  const begin = (erasureId = 'erasure-1'): AccountCommand => ({ type: 'begin-erasure', erasureId });

  it('begins when it was asked for', () => {
    given([linked, erasureRequested()]).when(begin()).then([erasureBegun]);
  });

  it('does not begin when nobody asked, or when it was withdrawn', () => {
    given([linked]).when(begin()).thenNothing();
    given([linked, erasureRequested(), erasureWithdrawn()]).when(begin()).thenNothing();
  });

  it('does not begin before its own time when it was withdrawn and asked for anew', () => {
    given([linked, erasureRequested(), erasureWithdrawn(), erasureRequested('erasure-2')])
      .when(begin())
      .thenNothing();
  });

  it('begins once', () => {
    given([linked, erasureRequested(), erasureBegun]).when(begin()).thenNothing();
  });

  it('gives a password that is just being set its outcome, because nobody could later', () => {
    given([linked, erasureRequested(), passwordBegun('c-1')])
      .when(begin())
      .then([passwordFailed('c-1', 'It is not known whether the password was set.'), sessionsEnded(), erasureBegun]);
  });

  it('is recorded once, and only when it was begun', () => {
    given(historyTo.erasing).when({ type: 'record-erased' }).then([erased]);
    for (const phase of phases.filter((other) => other !== 'erasing')) {
      given(historyTo[phase]).when({ type: 'record-erased' }).thenNothing();
    }
  });
});

describe('downloading what is held about oneself', () => {
  it('leaves a line in the history, every time', () => {
    const exported = { type: 'personal-data-exported', data: { accountId } } as const;
    given([linked]).when({ type: 'record-export' }).then([exported]);
    given([linked, exported]).when({ type: 'record-export' }).then([exported]);
  });

  it.each(others)('is nothing that an account can do that is %s', (phase) => {
    given(historyTo[phase]).when({ type: 'record-export' }).thenNothing();
  });
});

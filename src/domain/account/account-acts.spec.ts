import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Role } from '../kernel/actor.ts';
import type { Caller } from '../kernel/caller.ts';
import { fold } from '../kernel/decider.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { accountActsOf } from './account-acts.ts';
import type { AccountActs } from './account-acts.ts';
import { accountDecider } from './account-decider.ts';
import type { AccountPhase } from './account-state.ts';
import { ada, disabled as wasDisabled, historyTo, phases } from './testing/account-history.ts';

const admin = { accountId: 'a-4', roles: ['member', 'admin'] } as const;

/** `allowed`, or the code of the reason why not. */
const codesOf = (acts: AccountActs): Readonly<Record<keyof AccountActs, string>> => {
  const code = (act: AccountActs[keyof AccountActs]) => (act.allowed ? 'allowed' : act.code);
  return {
    disable: code(acts.disable),
    enable: code(acts.enable),
    resendVerification: code(acts.resendVerification),
  };
};

const accountIn = (phase: AccountPhase, disabled = false) => ({ phase, accountId: ada.accountId, disabled });

describe('what an admin may do to an account', () => {
  it.each<[AccountPhase, string, string, string]>([
    ['unknown', 'account-unknown', 'account-unknown', 'account-unknown'],
    ['waiting', 'account-not-active', 'account-not-active', 'allowed'],
    ['turned-away', 'account-not-active', 'account-not-active', 'sign-up-not-waiting'],
    ['lapsed', 'account-not-active', 'account-not-active', 'sign-up-not-waiting'],
    ['verified', 'account-not-active', 'account-not-active', 'sign-up-not-waiting'],
    ['active', 'allowed', 'account-not-disabled', 'sign-up-not-waiting'],
    ['erasing', 'account-not-active', 'account-not-active', 'sign-up-not-waiting'],
    ['erased', 'account-not-active', 'account-not-active', 'sign-up-not-waiting'],
  ])('that is %s: disable: %s, enable: %s, send the mail again: %s', (phase, disable, enable, resendVerification) => {
    expect(codesOf(accountActsOf(accountIn(phase), admin))).toEqual({ disable, enable, resendVerification });
  });

  it('that is disabled: enable it, but not disable it once more', () => {
    expect(codesOf(accountActsOf(accountIn('active', true), admin))).toMatchObject({
      disable: 'account-disabled',
      enable: 'allowed',
    });
  });

  it('that is their own: neither lock it nor unlock it', () => {
    const own = { ...admin, accountId: ada.accountId };
    expect(codesOf(accountActsOf(accountIn('active'), own)).disable).toBe('own-account');
    // A request that was held open since before they were disabled comes from somebody who is.
    expect(codesOf(accountActsOf(accountIn('active', true), own)).enable).toBe('own-account');
  });
});

describe('what others may do to an account', () => {
  const roles = fc.subarray<Role>(['member', 'auditor']);

  it('is nothing, and they learn nothing about it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...phases),
        fc.boolean(),
        fc.record({ accountId: fc.constantFrom(ada.accountId, 'a-2'), roles }),
        (phase, disabled, caller) => {
          expect(codesOf(accountActsOf(accountIn(phase, disabled), caller))).toEqual({
            disable: 'not-allowed',
            enable: 'not-allowed',
            resendVerification: 'not-allowed',
          });
        },
      ),
    );
  });
});

describe('what is offered about an account', () => {
  const callers: readonly Caller[] = [
    { accountId: 'a-4', username: 'root', roles: ['admin'] },
    { accountId: ada.accountId, username: 'ada', roles: ['member', 'admin'] },
    { accountId: ada.accountId, username: 'ada', roles: ['member'] },
    { accountId: 'a-3', username: 'eve', roles: ['auditor'] },
  ];

  it('is exactly what is accepted, with the same reason when it is not', () => {
    const histories = [...phases.map((phase) => historyTo[phase]), [...historyTo.active, wasDisabled]];
    fc.assert(
      fc.property(
        fc.constantFrom(...histories),
        fc.constantFrom(...callers),
        fc.constantFrom('disable', 'enable'),
        (history, caller, name) => {
          const state = fold(accountDecider.evolve, accountDecider.initialState, history);
          const act = accountActsOf(state, caller)[name];
          const decide = () =>
            accountDecider.decide(
              name === 'disable'
                ? { type: 'disable-account', caller, reason: 'x', instances: 'stay' }
                : { type: 'enable-account', caller },
              state,
            );
          if (act.allowed) expect(decide()).toHaveLength(1);
          else expect(decide).toThrow(new DomainError(act.kind, act.code, act.reason));
        },
      ),
    );
  });
});

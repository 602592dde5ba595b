import { describe, expect, it } from '@jest/globals';
import type { AccountEvent } from '../../domain/account/account-events.ts';
import type { AccountPhase } from '../../domain/account/account-state.ts';
import {
  accountDisabled,
  accountEnabled,
  accountErased,
  activated,
  changeRefused,
  emailChanged,
  emailConfirmed,
  emailVerified,
  emailWished,
  erasureBegun,
  erasureRequested,
  erasureWithdrawn,
  exported,
  keyAdded,
  keyRemovalRequested,
  keyRemoved,
  keySubmitted,
  linkIssued,
  nameChanged,
  nameChosen,
  passwordBegun,
  passwordChanged,
  passwordFailed,
  resetRequested,
  sessionsEnded,
  signedUp,
  signUpLapsed,
  signUpRepeated,
  turnedAway,
  until,
} from '../testing/account-facts.ts';
import { approved, linked, requested } from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
import type { Fact } from '../testing/recorded-history.ts';
import { accountList, pendingEmailAt } from './index.ts';

const ada = (facts: readonly Fact[]) => given(accountList, facts, (query) => query.find('ada'));
const standing = (facts: readonly Fact[]) => given(accountList, facts, (query) => query.standing('ada'));

const inUse = [linked('ada', 'ada')];
const waits = [signedUp('ada', 'ada')];

/** One of every type that can follow in an account. */
const later: Readonly<{ [Type in Exclude<AccountEvent['type'], 'sign-up-received'>]: Fact }> = {
  'account-linked': linked('ada', 'countess'),
  'sign-up-turned-away': turnedAway('ada'),
  'sign-up-repeated': signUpRepeated('ada'),
  'link-issued': linkIssued('ada', 'password-reset'),
  'email-verified': emailVerified('ada'),
  'account-activated': activated('ada'),
  'sign-up-lapsed': signUpLapsed('ada'),
  'password-change-begun': passwordBegun('ada'),
  'password-changed': passwordChanged('ada'),
  'password-change-failed': passwordFailed('ada'),
  'ssh-key-submitted': keySubmitted('ada'),
  'ssh-key-added': keyAdded('ada'),
  'ssh-key-removal-requested': keyRemovalRequested('ada'),
  'ssh-key-removed': keyRemoved('ada'),
  'display-name-chosen': nameChosen('ada', 'Countess'),
  'display-name-changed': nameChanged('ada', 'Countess'),
  'email-change-requested': emailWished('ada', 'new@example.org'),
  'email-change-confirmed': emailConfirmed('ada'),
  'email-changed': emailChanged('ada', 'new@example.org'),
  'profile-change-refused': changeRefused('ada'),
  'account-disabled': accountDisabled('ada'),
  'account-enabled': accountEnabled('ada'),
  'sessions-ended': sessionsEnded('ada'),
  'erasure-requested': erasureRequested('ada'),
  'erasure-withdrawn': erasureWithdrawn('ada'),
  'erasure-begun': erasureBegun('ada'),
  'account-erased': accountErased('ada'),
  'personal-data-exported': exported('ada'),
};

describe('account list', () => {
  it('shows a sign-up as it was made', () => {
    expect(ada(waits)).toEqual({
      id: 'ada',
      phase: 'waiting',
      username: 'ada',
      email: 'ada@example.org',
      displayName: 'ADA',
      disabledReason: null,
      pendingEmail: null,
      pendingUntil: null,
      erasureDueAt: null,
      since: momentOf(0),
      changedAt: momentOf(0),
      revision: 0,
    });
  });

  it.each<[AccountPhase, readonly Fact[]]>([
    ['waiting', waits],
    ['waiting', [...waits, linkIssued('ada', 'verification')]],
    ['turned-away', [...waits, turnedAway('ada')]],
    ['lapsed', [...waits, signUpLapsed('ada')]],
    ['verified', [...waits, emailVerified('ada')]],
    ['active', [...waits, emailVerified('ada'), activated('ada')]],
    ['active', inUse],
    ['active', [...inUse, erasureRequested('ada')]],
    ['active', [...inUse, accountDisabled('ada')]],
    ['erasing', [...inUse, erasureRequested('ada'), erasureBegun('ada')]],
    ['erased', [...inUse, erasureRequested('ada'), erasureBegun('ada'), accountErased('ada')]],
  ])('is %s after its events', (phase, facts) => {
    expect(ada(facts)).toMatchObject({ phase, since: momentOf(0) });
    expect(standing(facts)?.phase).toBe(phase);
  });

  it('knows a person as the directory last told about them, and since when', () => {
    expect(ada([...waits, emailVerified('ada'), linked('ada', 'countess')])).toMatchObject({
      phase: 'active',
      username: 'countess',
      email: 'countess@example.org',
      displayName: 'COUNTESS',
      since: momentOf(0),
      changedAt: momentOf(2),
    });
  });

  it.each(Object.entries(later))('carries the revision of the account through every event: %s', (_, fact) => {
    expect(ada([...waits, fact])?.revision).toBe(1);
    expect(ada([...inUse, fact])?.revision).toBe(1);
  });

  it('is not concerned by what happens elsewhere', () => {
    const elsewhere = [
      requested('web'),
      approved('web'),
      resetRequested('ada', 'ada@example.org'),
      linked('bob', 'bob'),
    ];
    expect(ada([...inUse, ...elsewhere])).toEqual(ada(inUse));
  });

  it('shows a new name when the directory has it', () => {
    expect(ada([...inUse, nameChosen('ada', 'Countess')])?.displayName).toBe('ADA');
    expect(ada([...inUse, nameChanged('ada', 'Countess')])?.displayName).toBe('Countess');
  });

  it('lists the newest first, at most as many as asked for', () => {
    const facts = [linked('ada', 'ada'), signedUp('bob', 'bob'), linked('eve', 'eve'), linked('ada', 'countess')];
    const ids = (limit?: number) => given(accountList, facts, (query) => query.all(limit).map(({ id }) => id));
    expect(ids()).toEqual(['eve', 'bob', 'ada']);
    expect(ids(2)).toEqual(['eve', 'bob']);
    expect(given(accountList, facts, (query) => query.count())).toBe(3);
  });

  it('knows nobody before they signed up or in', () => {
    expect(ada([linked('bob', 'bob')])).toBeUndefined();
    expect(standing([linked('bob', 'bob')])).toBeUndefined();
    expect(given(accountList, [], (query) => query.count())).toBe(0);
  });
});

describe('a new address in the account list', () => {
  const wished = [...inUse, emailWished('ada', 'new@example.org')];

  it('waits beside the one that counts until it was changed', () => {
    expect(ada(wished)).toMatchObject({ email: 'ada@example.org', pendingEmail: 'new@example.org' });
    expect(ada([...wished, emailConfirmed('ada')])).toMatchObject({ pendingEmail: 'new@example.org' });
    expect(ada([...wished, emailConfirmed('ada'), emailChanged('ada', 'new@example.org')])).toMatchObject({
      email: 'new@example.org',
      pendingEmail: null,
    });
  });

  it('waits no longer once it was refused', () => {
    expect(ada([...wished, changeRefused('ada')])).toMatchObject({ email: 'ada@example.org', pendingEmail: null });
  });

  it('is not forgotten because another change was refused', () => {
    expect(ada([...wished, changeRefused('ada', 'change-2')])?.pendingEmail).toBe('new@example.org');
  });

  it('gives way to a newer one, which outlives the outcome of the older', () => {
    const newer = [...wished, emailConfirmed('ada'), emailWished('ada', 'newer@example.org', 'change-2')];
    expect(ada(newer)?.pendingEmail).toBe('newer@example.org');
    expect(ada([...newer, changeRefused('ada')])?.pendingEmail).toBe('newer@example.org');
    expect(ada([...newer, emailChanged('ada', 'new@example.org')])).toMatchObject({
      email: 'new@example.org',
      pendingEmail: 'newer@example.org',
    });
  });

  it('is on its way while its link works, and for as long as it takes once the link was opened', () => {
    const sent = [...wished, linkIssued('ada', 'email-change', 'link-1', 'change-1')];
    const at = (facts: readonly Fact[], now: string) => {
      const row = ada(facts);
      return row && pendingEmailAt(row, now);
    };
    const late = '2026-12-31T00:00:00.000Z';
    const inTime = momentOf(9);
    expect(at(sent, inTime)).toBe('new@example.org');
    expect(at(sent, until)).toBeNull();
    expect(at([...sent, emailConfirmed('ada')], late)).toBe('new@example.org');
    expect(at([...sent, emailConfirmed('ada'), emailChanged('ada', 'new@example.org')], inTime)).toBeNull();
    const newer = [...sent, emailWished('ada', 'newer@example.org', 'change-2')];
    expect(at(newer, inTime)).toBeNull();
    expect(at([...newer, linkIssued('ada', 'email-change', 'link-2', 'change-2')], inTime)).toBe('newer@example.org');
    expect(at(inUse, late)).toBeNull();
  });

  it('is not waited for while the account is being erased', () => {
    expect(ada([...wished, erasureRequested('ada'), erasureBegun('ada')])?.pendingEmail).toBeNull();
  });
});

describe('the standing of an account', () => {
  const atEase = { phase: 'active', disabled: false, sessionsEnded: null, sessionKept: null };

  it('is good from the start', () => {
    expect(standing(inUse)).toEqual(atEase);
  });

  it('is bad while the account is disabled, and its list says why', () => {
    const disabled = [...inUse, accountDisabled('ada', 'mined coins')];
    expect(standing(disabled)).toEqual({ ...atEase, disabled: true });
    expect(ada(disabled)?.disabledReason).toBe('mined coins');
    expect(standing([...disabled, accountEnabled('ada')])).toEqual(atEase);
    expect(ada([...disabled, accountEnabled('ada')])?.disabledReason).toBeNull();
  });

  it('is bad also after a sign-in that the directory still allowed', () => {
    expect(standing([...inUse, accountDisabled('ada'), linked('ada', 'ada')])?.disabled).toBe(true);
  });

  it('ends sessions that began before, but for the one that is kept', () => {
    expect(standing([...inUse, sessionsEnded('ada', 'session-1')])).toEqual({
      ...atEase,
      sessionsEnded: momentOf(1),
      sessionKept: 'session-1',
    });
    expect(standing([...inUse, sessionsEnded('ada', 'session-1'), sessionsEnded('ada')])).toEqual({
      ...atEase,
      sessionsEnded: momentOf(2),
      sessionKept: null,
    });
  });

  it('is that of this account alone', () => {
    expect(standing([...inUse, linked('bob', 'bob'), accountDisabled('bob'), sessionsEnded('bob')])).toEqual(atEase);
  });
});

describe('an erasure in the account list', () => {
  const asked = [...inUse, erasureRequested('ada')];

  it('says when it begins, as long as it can be withdrawn', () => {
    expect(ada(asked)?.erasureDueAt).toBe('2026-03-02T10:00:00.000Z');
    expect(ada([...asked, erasureWithdrawn('ada')])?.erasureDueAt).toBeNull();
    expect(ada([...asked, erasureBegun('ada')])?.erasureDueAt).toBeNull();
  });

  it('leaves nobody disabled who is no more', () => {
    const gone = [...asked, accountDisabled('ada'), erasureBegun('ada')];
    expect(standing(gone)?.disabled).toBe(true);
    expect(standing([...gone, accountErased('ada')])?.disabled).toBe(false);
  });
});

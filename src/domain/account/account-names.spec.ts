import { describe, expect, it } from '@jest/globals';
import { fold } from '../kernel/decider.ts';
import type { AccountEvent } from './account-events.ts';
import { unneededNames } from './account-names.ts';
import { evolveAccount, initialAccountState } from './account-state.ts';
import {
  ada,
  emailConfirmed,
  emailWished,
  erasureBegun,
  erasureRequested,
  historyTo,
  linked,
} from './testing/account-history.ts';

const after = (...history: readonly AccountEvent[]) =>
  unneededNames(history, fold(evolveAccount, initialAccountState, history));

const { accountId, username, email } = ada;
const changed = (changeId: string, to: string, previous: string): AccountEvent => ({
  type: 'email-changed',
  data: { accountId, changeId, email: to, previous },
});
const refused = (changeId: string): AccountEvent => ({
  type: 'profile-change-refused',
  data: { accountId, changeId, cause: 'taken' },
});
const linkedWith = (more: Partial<typeof ada>): AccountEvent => ({ type: 'account-linked', data: { ...ada, ...more } });
const next = 'ada@example.com';

describe('an account needs', () => {
  it.each(['waiting', 'turned-away', 'verified', 'active'] as const)('its own names while it is %s', (phase) => {
    expect(after(...historyTo[phase])).toEqual({ usernames: [], emails: [] });
  });

  it('an address that it showed to be its own, from then on', () => {
    expect(after(linked, emailWished('wish-1', next)).emails).toEqual([next]);
    expect(after(linked, emailWished('wish-1', next), emailConfirmed('wish-1')).emails).toEqual([]);
  });

  it('what it had before no more', () => {
    const moved = [linked, emailWished('wish-1', next), emailConfirmed('wish-1'), changed('wish-1', next, email)];
    expect(after(...moved).emails).toEqual([email]);
    expect(after(linked, linkedWith({ email: next, username: 'countess' }))).toEqual({
      usernames: [username],
      emails: [email],
    });
  });

  it('what it has again, whatever the case', () => {
    expect(after(linked, linkedWith({ email: next }), linkedWith({ email: email.toUpperCase() })).emails).toEqual([
      next,
    ]);
  });

  it('nothing that it was refused', () => {
    expect(after(linked, emailWished('wish-1', next), emailConfirmed('wish-1'), refused('wish-1')).emails).toEqual([
      next,
    ]);
  });

  it('nothing once it lapsed', () => {
    expect(after(...historyTo.lapsed)).toEqual({ usernames: [username], emails: [email] });
  });

  it('nothing once it is being erased, neither what it had nor what it wished for', () => {
    const history = [
      linked,
      linkedWith({ username: 'countess' }),
      emailWished('wish-1', next),
      emailConfirmed('wish-1'),
      erasureRequested(),
      erasureBegun,
    ];
    expect(after(...history)).toEqual({ usernames: [username, 'countess'], emails: [email, next] });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.ts';
import type { AccountCommand } from './account-commands.ts';
import { accountDecider } from './account-decider.ts';
import type { AccountEvent } from './account-events.ts';
import { initialAccountState } from './account-state.ts';
import type { AccountPhase, AccountState } from './account-state.ts';
import { ada, hashOf } from './testing/account-history.ts';

const { decide, evolve } = accountDecider;

/** A command at a time; minutes from the beginning. */
type Said = Readonly<{ at: (minute: number) => AccountCommand; pause: number }>;

const time = (minute: number): string => new Date(Date.UTC(2026, 4, 4, 12, minute)).toISOString();

const caller = fc.constantFrom(
  { accountId: 'a-4', username: 'root', roles: ['admin' as const] },
  { accountId: ada.accountId, username: 'ada', roles: ['member' as const] },
);
const changeId = fc.constantFrom('c-1', 'c-2', 'c-3');
const linkId = fc.constantFrom('l-1', 'l-2', 'l-3', 'l-4', 'l-5', 'l-6');
const erasureId = fc.constantFrom('e-1', 'e-2');
const displayName = fc.constantFrom('Ada Lovelace', 'Ada King');
const email = fc.constantFrom('ada@example.org', 'Ada@example.com', 'ada@example.net');
const key = { key: 'ssh-ed25519 AAAAC3Nz', fingerprint: 'SHA256:abc', keyType: 'ssh-ed25519' };

/** Commands that depend on nothing but ids. */
const timeless: fc.Arbitrary<AccountCommand> = fc.oneof(
  fc.tuple(displayName, email).map(([name, address]): AccountCommand => ({
    type: 'link-account',
    ...ada,
    displayName: name,
    email: address,
  })),
  fc.constantFrom<AccountCommand>(
    { type: 'receive-sign-up', ...ada, termsVersion: '2026-01', until: time(600) },
    { type: 'turn-away', because: 'registered' },
    { type: 'record-activated' },
    { type: 'lapse' },
    { type: 'give-up-activation' },
    { type: 'end-sessions', kept: null },
    { type: 'record-erased' },
    { type: 'record-export' },
  ),
  changeId.map((id): AccountCommand => ({ type: 'record-password-changed', changeId: id, kept: null })),
  changeId.map((id): AccountCommand => ({ type: 'record-password-change-failed', changeId: id, cause: 'no answer' })),
  changeId.map((id): AccountCommand => ({ type: 'submit-ssh-key', changeId: id, ...key })),
  changeId.map((id): AccountCommand => ({ type: 'request-ssh-key-removal', changeId: id, ...key })),
  fc.tuple(changeId, displayName).map(([id, name]): AccountCommand => ({
    type: 'choose-display-name',
    changeId: id,
    displayName: name,
  })),
  changeId.map((id): AccountCommand => ({ type: 'record-profile-change', changeId: id })),
  changeId.map((id): AccountCommand => ({ type: 'record-profile-change-refused', changeId: id, cause: 'taken' })),
  caller.map((who): AccountCommand => ({
    type: 'disable-account',
    caller: who,
    reason: 'Mined coins',
    instances: 'stop',
  })),
  caller.map((who): AccountCommand => ({ type: 'enable-account', caller: who })),
  erasureId.map((id): AccountCommand => ({ type: 'begin-erasure', erasureId: id })),
);

const issueLink: fc.Arbitrary<Said['at']> = fc
  .tuple(fc.constantFrom('verification', 'password-reset', 'email-change'), linkId, fc.option(changeId))
  .map(([purpose, id, change]) => (minute: number): AccountCommand => ({
    type: 'issue-link',
    purpose,
    linkId: id,
    tokenHash: hashOf(id),
    changeId: change,
    now: time(minute),
    until: time(minute + 60),
  }));

const ofTheClock: fc.Arbitrary<Said['at']> = fc.oneof(
  { weight: 3, arbitrary: issueLink },
  fc.tuple(changeId, email).map(([id, address]) => (minute: number): AccountCommand => ({
    type: 'request-email-change',
    changeId: id,
    email: address,
    now: time(minute),
  })),
  linkId.map((id) => (minute: number): AccountCommand => ({
    type: 'verify-email',
    tokenHash: hashOf(id),
    now: time(minute),
  })),
  linkId.map((id) => (minute: number): AccountCommand => ({
    type: 'confirm-email-change',
    tokenHash: hashOf(id),
    now: time(minute),
  })),
  changeId.map((id) => (minute: number): AccountCommand => ({
    type: 'begin-password-change',
    changeId: id,
    by: 'owner',
    now: time(minute),
    until: time(minute + 2),
  })),
  fc
    .tuple(fc.constantFrom('verification', 'password-reset'), changeId, linkId)
    .map(([by, id, link]) => (minute: number): AccountCommand => ({
      type: 'begin-password-change',
      changeId: id,
      by,
      tokenHash: hashOf(link),
      now: time(minute),
      until: time(minute + 2),
    })),
  erasureId.map((id) => (minute: number): AccountCommand => ({
    type: 'request-erasure',
    erasureId: id,
    dueAt: time(minute + 60),
  })),
  fc.constant((minute: number): AccountCommand => ({ type: 'withdraw-erasure', now: time(minute) })),
  fc.constant((minute: number): AccountCommand => ({
    type: 'note-sign-up',
    now: time(minute),
    quietUntil: time(minute + 60),
  })),
);

const said: fc.Arbitrary<Said> = fc.record({
  at: fc.oneof(
    timeless.map((command) => () => command),
    ofTheClock,
  ),
  pause: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(3, 61) }),
});

/** What follows from a command; nothing when it is refused. */
const outcomeOf = (command: AccountCommand, state: AccountState): readonly AccountEvent[] => {
  try {
    return decide(command, state);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [];
  }
};

type Moment = Readonly<{
  command: AccountCommand;
  minute: number;
  before: AccountState;
  events: readonly AccountEvent[];
  after: AccountState;
}>;

/** Any course that the life of an account can take. */
const anyLife = fc.array(said, { maxLength: 120, size: 'max' }).map((course): readonly Moment[] => {
  const moments: Moment[] = [];
  let state = initialAccountState;
  let minute = 0;
  for (const { at, pause } of course) {
    minute += pause;
    const command = at(minute);
    const events = outcomeOf(command, state);
    const after = events.reduce(evolve, state);
    moments.push({ command, minute, before: state, events, after });
    state = after;
  }
  return moments;
});

const everyLife = (rule: (moments: readonly Moment[]) => void): void => {
  fc.assert(fc.property(anyLife, rule), { numRuns: 300 });
};

const eventsIn = (moments: readonly Moment[]): readonly AccountEvent[] => moments.flatMap(({ events }) => events);

describe('in any life of an account', () => {
  it('a command that is said twice changes nothing the second time', () => {
    const saysItEveryTime = new Set(['end-sessions', 'record-export']);
    everyLife((moments) => {
      for (const { command, after } of moments) {
        if (!saysItEveryTime.has(command.type)) expect(outcomeOf(command, after)).toEqual([]);
      }
    });
  });

  it('the phases follow one another as they are drawn', () => {
    const next: Readonly<Record<AccountPhase, readonly AccountPhase[]>> = {
      unknown: ['waiting', 'active'],
      waiting: ['turned-away', 'lapsed', 'verified', 'active'],
      'turned-away': ['lapsed', 'active'],
      lapsed: ['active'],
      verified: ['lapsed', 'active'],
      active: ['erasing'],
      erasing: ['erased'],
      erased: [],
    };
    everyLife((moments) => {
      for (const { before, after } of moments) {
        if (before.phase !== after.phase) expect(next[before.phase]).toContain(after.phase);
      }
    });
  });

  it('everything that happens is of this account', () => {
    everyLife((moments) => {
      for (const { data } of eventsIn(moments)) expect(data.accountId).toBe(ada.accountId);
    });
  });

  it('no more than three links of one purpose work at once, and none is made twice', () => {
    everyLife((moments) => {
      for (const { after, minute } of moments) {
        for (const purpose of ['verification', 'password-reset', 'email-change']) {
          const working = after.links.filter((link) => link.purpose === purpose && link.until > time(minute));
          expect(working.length).toBeLessThanOrEqual(3);
        }
      }
      const made = eventsIn(moments).flatMap(({ type, data }) => (type === 'link-issued' ? [data.linkId] : []));
      expect(new Set(made).size).toBe(made.length);
    });
  });

  it('every password that was begun has its outcome before the next one is begun, or the account is gone', () => {
    everyLife((moments) => {
      let open: string | undefined;
      for (const { type, data } of eventsIn(moments)) {
        if (type === 'password-change-begun') {
          expect(open).toBeUndefined();
          open = data.changeId;
        } else if (type === 'password-changed' || type === 'password-change-failed') {
          expect(data.changeId).toBe(open);
          open = undefined;
        } else if (type === 'account-erased') {
          expect(open).toBeUndefined();
        }
      }
    });
  });

  it('every wish is made once and has one outcome at most', () => {
    everyLife((moments) => {
      const wished: string[] = [];
      const ended: string[] = [];
      for (const { type, data } of eventsIn(moments)) {
        switch (type) {
          case 'ssh-key-submitted':
          case 'ssh-key-removal-requested':
          case 'display-name-chosen':
          case 'email-change-requested':
            wished.push(data.changeId);
            break;
          case 'ssh-key-added':
          case 'ssh-key-removed':
          case 'display-name-changed':
          case 'email-changed':
          case 'profile-change-refused':
            expect(wished).toContain(data.changeId);
            ended.push(data.changeId);
            break;
          default:
          // Every other event is about no wish.
        }
      }
      expect(new Set(wished).size).toBe(wished.length);
      expect(new Set(ended).size).toBe(ended.length);
    });
  });

  it('whoever is disabled gets no link, and begins no change of a password, a key, a name or an address', () => {
    const barred: readonly AccountEvent['type'][] = [
      'link-issued',
      'password-change-begun',
      'ssh-key-submitted',
      'ssh-key-removal-requested',
      'display-name-chosen',
      'email-change-requested',
      'email-change-confirmed',
    ];
    everyLife((moments) => {
      for (const { before, events } of moments) {
        if (before.disabled) expect(events.filter(({ type }) => barred.includes(type))).toEqual([]);
      }
    });
  });

  it('an erasure begins only where one was asked for and not withdrawn', () => {
    everyLife((moments) => {
      for (const { command, before, events } of moments) {
        if (!events.some(({ type }) => type === 'erasure-begun')) continue;
        expect(command).toMatchObject({ type: 'begin-erasure', erasureId: before.erasure?.erasureId });
      }
    });
  });

  it('nothing follows an erasure, and nothing is known of the person after it', () => {
    everyLife((moments) => {
      for (const { before, events } of moments) {
        if (before.phase !== 'erased') continue;
        expect(events).toEqual([]);
        expect(before).toEqual({ ...initialAccountState, phase: 'erased', accountId: ada.accountId });
      }
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { eventsOf } from '../../domain/process/testing/process-histories.ts';
import { accountDisabled, erasureRequested, keySubmitted, passwordBegun, signedUp } from '../testing/account-facts.ts';
import { approved, completed, failed, intended, reserved, requested, started } from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
import type { Fact } from '../testing/recorded-history.ts';
import { deadlines } from './index.ts';

const due = (facts: readonly Fact[], now: string) => given(deadlines, facts, (query) => query.due('work', now, 10));
const later = momentOf(3600);
const ofProcess = (facts: readonly Fact[], now = later) =>
  due(facts, now).filter(({ kind }) => kind === 'provisioning');

describe('deadlines', () => {
  it('make an approved request due at once, with the event that made it so', () => {
    expect(ofProcess([requested('web'), approved('web')])).toEqual([
      {
        workId: 'provisioning-web',
        kind: 'provisioning',
        subject: 'web',
        dueAt: momentOf(1),
        causationId: 'event-2',
        correlationId: 'correlation-2',
        position: { commit: 2, prepare: 2 },
      },
    ]);
  });

  it('wait for the next try of a failed step', () => {
    const waiting = [
      approved('web'),
      started('web'),
      intended('web', 'choose-node'),
      failed('web', 'choose-node', momentOf(60)),
    ];
    expect(ofProcess(waiting, momentOf(59))).toEqual([]);
    expect(given(deadlines, waiting, (query) => query.nextDueAt(momentOf(59)))).toBe(momentOf(60));
    expect(ofProcess(waiting, momentOf(60))).toHaveLength(1);
    expect(given(deadlines, waiting, (query) => query.nextDueAt(momentOf(60)))).toBeUndefined();
  });

  it('are gone when the work is done', () => {
    expect(ofProcess([approved('web'), started('web'), completed('web', 'succeeded')])).toEqual([]);
    const kept = [
      requested('web'),
      reserved('confirmed', 'hostname', 'web', 'web'),
      reserved('confirmed', 'domain', 'x', 'web'),
    ];
    expect(due(kept, later)).toEqual([]);
  });

  it('come oldest first, at most as many as asked for', () => {
    const facts = [approved('web'), approved('db'), approved('mail')];
    expect(given(deadlines, facts, (query) => query.due('work', later, 2).map(({ subject }) => subject))).toEqual([
      'web',
      'db',
    ]);
    expect(given(deadlines, facts, (query) => query.count())).toBe(6);
    expect(given(deadlines, facts, (query) => query.due('messages', later, 10))).toHaveLength(3);
  });

  it('keep messages in a lane of their own, so that no work waits behind them', () => {
    const facts = [requested('web'), accountDisabled('ada'), keySubmitted('ada')];
    const kinds = (lane: 'work' | 'messages') =>
      given(deadlines, facts, (query) => new Set(query.due(lane, later, 10).map(({ kind }) => kind)));
    expect(kinds('work')).toEqual(new Set(['reservation-keeping', 'standing', 'profile-change']));
    expect(kinds('messages')).toEqual(new Set(['mail', 'chat']));
  });

  it('wake for whatever comes next, in any lane', () => {
    const mail = eventsOf('mail-welcome.account-ada.3');
    const work = [approved('web'), started('web'), failed('web', 'choose-node', momentOf(90))];
    const nextDueAt = (facts: readonly Fact[]) => given(deadlines, facts, (query) => query.nextDueAt(momentOf(30)));
    expect(nextDueAt([...work, mail.started(), mail.failed('send', momentOf(60))])).toBe(momentOf(60));
    expect(nextDueAt([...work, mail.started(), mail.failed('send', momentOf(120))])).toBe(momentOf(90));
  });

  it('wait for their own time: a sign-up to lapse, an erasure to begin, a password for its outcome', () => {
    const facts = [signedUp('ada', 'ada'), erasureRequested('bob'), passwordBegun('eve')];
    const nine = '2026-03-02T09:59:59.999Z';
    const ten = '2026-03-02T10:00:00.000Z';
    expect(due(facts, nine).map(({ kind }) => kind)).toEqual(['sign-up']);
    expect(due(facts, ten).map(({ workId }) => workId)).toEqual([
      'sign-up-ada',
      'lapse-ada',
      'erasure-bob.erasure-1',
      'password-watch-eve.change-1',
    ]);
  });
});

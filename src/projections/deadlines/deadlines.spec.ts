import { describe, expect, it } from '@jest/globals';
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
});

import { describe, expect, it } from '@jest/globals';
import type { HistoryEntry } from '../api/contract';
import { guestWorkIn } from './guest-work';

let second = 0;
const entry = (type: string, details: Record<string, unknown>): HistoryEntry => {
  second += 1;
  return { type, details, at: new Date(second * 1000).toISOString() } as unknown as HistoryEntry;
};
const deletion = (type: string, more: Record<string, unknown> = {}) =>
  entry(type, { processId: 'deletion-one.4', ...more });
const begun = [
  entry('process-started', { processId: 'provisioning-one', kind: 'provisioning' }),
  entry('step-intended', { processId: 'provisioning-one', step: 'finish', attempt: 1 }),
  deletion('process-started', { kind: 'deletion' }),
  deletion('step-intended', { step: 'stop-guest', attempt: 1 }),
];
const states = (entries: readonly HistoryEntry[]): readonly string[] =>
  (guestWorkIn(entries)?.steps ?? []).map(({ state }) => state);

describe('guestWorkIn', () => {
  it('is nothing for an instance that was only set up', () => {
    expect(guestWorkIn(begun.slice(0, 2))).toBeUndefined();
    expect(guestWorkIn([])).toBeUndefined();
  });

  it('tells what is done, what runs and what is still to come', () => {
    const entries = [
      ...begun,
      deletion('step-progressed', { step: 'stop-guest', log: ['TASK OK'] }),
      deletion('step-succeeded', { step: 'stop-guest' }),
      deletion('step-intended', { step: 'destroy-guest', attempt: 1 }),
    ];

    expect(states(entries)).toEqual(['succeeded', 'running', 'waiting', 'waiting']);
    expect(guestWorkIn(entries)).toMatchObject({ kind: 'deletion', underWay: true });
    expect(guestWorkIn(entries)?.steps[0]?.log).toEqual(['TASK OK']);
  });

  it('says why a step failed and when it is tried again, and then why it is held up', () => {
    const failed = [...begun, deletion('step-failed', { step: 'stop-guest', cause: 'No answer.', retryAt: 'later' })];
    const parked = [...failed, deletion('process-parked', { step: 'stop-guest', cause: 'Still no answer.' })];

    expect(guestWorkIn(failed)?.steps[0]).toMatchObject({ state: 'failed', cause: 'No answer.', retryAt: 'later' });
    expect(guestWorkIn(parked)?.steps[0]).toMatchObject({ state: 'parked', cause: 'Still no answer.', retryAt: null });
  });

  it('leaves out what was never begun once the work has ended', () => {
    const entries = [...begun, deletion('step-succeeded', { step: 'stop-guest' }), deletion('process-abandoned')];

    expect(states(entries)).toEqual(['succeeded']);
    expect(guestWorkIn(entries)?.underWay).toBe(false);
  });

  it('tells of the last work only', () => {
    const entries = [
      entry('process-started', { processId: 'power-one.3', kind: 'power' }),
      entry('step-intended', { processId: 'power-one.3', step: 'switch-guest', attempt: 1 }),
      ...begun,
    ];

    expect(guestWorkIn(entries)?.kind).toBe('deletion');
  });
});

import { describe, expect, it } from '@jest/globals';
import { decideLease, evolveLease, initialLeaseState } from './lease-decider.ts';
import type { LeaseEvent, LeaseHolder } from './lease-decider.ts';

const server = (id: string): LeaseHolder => ({ id, host: 'h1', pid: 1, bootId: 'b1', startedAt: '1' });
const acquired = (id: string, epoch: number): LeaseEvent => ({ type: 'lease-acquired', epoch, holder: server(id) });
const released = (id: string, epoch: number): LeaseEvent => ({ type: 'lease-released', epoch, holder: server(id) });
const after = (...events: readonly LeaseEvent[]) => events.reduce(evolveLease, initialLeaseState);
const acquire = (id: string, silentForMilliseconds = 0, holderIsDead = false) =>
  ({
    type: 'acquire',
    candidate: server(id),
    silentForMilliseconds,
    holderIsDead,
    timeToLiveMilliseconds: 12_000,
  }) as const;

describe('the lease', () => {
  it('goes to whoever asks first', () => {
    expect(decideLease(acquire('a'), after())).toEqual([acquired('a', 1)]);
  });

  it('stays with a holder that gives signs of life', () => {
    expect(decideLease(acquire('b', 11_999), after(acquired('a', 1)))).toEqual([]);
  });

  it('changes hands under a new epoch when the holder was silent for its whole time', () => {
    expect(decideLease(acquire('b', 12_000), after(acquired('a', 1)))).toEqual([acquired('b', 2)]);
  });

  it('changes hands at once when the holder is known to be dead, or let go', () => {
    expect(decideLease(acquire('b', 0, true), after(acquired('a', 1)))).toEqual([acquired('b', 2)]);
    expect(decideLease(acquire('b'), after(acquired('a', 1), released('a', 1)))).toEqual([acquired('b', 2)]);
  });

  it('is renewed only by its holder, in the epoch it was given', () => {
    const state = after(acquired('a', 1), acquired('b', 2));
    expect(decideLease({ type: 'renew', holderId: 'b', epoch: 2 }, state)).toEqual([
      { type: 'lease-renewed', epoch: 2, holder: server('b') },
    ]);
    expect(decideLease({ type: 'renew', holderId: 'a', epoch: 1 }, state)).toEqual([]);
    expect(decideLease({ type: 'renew', holderId: 'b', epoch: 1 }, state)).toEqual([]);
  });

  it('is not released by somebody who has lost it', () => {
    const state = after(acquired('a', 1), acquired('b', 2));
    expect(decideLease({ type: 'release', holderId: 'a', epoch: 1 }, state)).toEqual([]);
  });
});

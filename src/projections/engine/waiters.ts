import type { Position } from '../../application/ports/event-store.ts';
import { comparePositions } from '../../application/ports/position.ts';

/** People (and processes) who wait until a read model has come as far as what they just did. */
export type Waiters = Readonly<{
  /** True once `reached` was told of `position` or a later one; false when the time is over or all gave up. */
  wait: (position: Position, already: Position | undefined, timeoutMilliseconds: number) => Promise<boolean>;
  reached: (position: Position | undefined) => void;
  giveUp: () => void;
}>;

const holds = (reached: Position | undefined, position: Position): boolean =>
  reached !== undefined && comparePositions(reached, position) >= 0;

/** Makes a waiting room for one read model. */
export const createWaiters = (): Waiters => {
  const waiting = new Set<Readonly<{ position: Position; settle: (reached: boolean) => void }>>();
  return {
    wait: (position, already, timeoutMilliseconds) => {
      if (holds(already, position)) return Promise.resolve(true);
      return new Promise((resolve) => {
        const settle = (reached: boolean): void => {
          clearTimeout(timer);
          waiting.delete(waiter);
          resolve(reached);
        };
        const waiter = { position, settle };
        const timer = setTimeout(settle, timeoutMilliseconds, false);
        waiting.add(waiter);
      });
    },
    reached: (reached) => {
      for (const waiter of waiting) if (holds(reached, waiter.position)) waiter.settle(true);
    },
    giveUp: () => {
      for (const waiter of waiting) waiter.settle(false);
    },
  };
};

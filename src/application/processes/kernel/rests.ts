import { comparePositions } from '../../ports/position.ts';
import type { Deadline } from '../../ports/deadlines.ts';
import type { Position } from '../../ports/event-store.ts';

type Rest = Readonly<{ position: Position; untilMilliseconds: number; count: number }>;

const firstMilliseconds = 1_000;
const longestMilliseconds = 60_000;

/**
 * Work that could not be done, or whose row stands although it was done, rests before it is taken up again: one that
 * always fails must not keep the others waiting. A new event for it ends its rest.
 */
export const createRests = () => {
  const rests = new Map<string, Rest>();
  return {
    isResting: ({ workId, position }: Deadline, nowMilliseconds: number): boolean => {
      const rest = rests.get(workId);
      if (rest === undefined) return false;
      return comparePositions(position, rest.position) <= 0 && nowMilliseconds < rest.untilMilliseconds;
    },
    /** @returns milliseconds that it rests: 1 s, then twice as long each time, up to a minute */
    rest: ({ workId, position }: Deadline, nowMilliseconds: number): number => {
      const before = rests.get(workId);
      const same = before !== undefined && comparePositions(position, before.position) <= 0;
      const count = same ? before.count + 1 : 0;
      const duration = Math.min(firstMilliseconds * 2 ** count, longestMilliseconds);
      rests.set(workId, { position, untilMilliseconds: nowMilliseconds + duration, count });
      return duration;
    },
    forget: (workId: string): void => void rests.delete(workId),
    count: (): number => rests.size,
    /** When the next rest ends; undefined when nothing rests. */
    nextEnd: (nowMilliseconds: number): number | undefined => {
      const ends = [...rests.values()].map((rest) => rest.untilMilliseconds).filter((end) => end > nowMilliseconds);
      return ends.length === 0 ? undefined : Math.min(...ends);
    },
  };
};

export type Rests = ReturnType<typeof createRests>;

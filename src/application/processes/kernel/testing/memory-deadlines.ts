import { laneOf } from '../../../../domain/process/lanes.ts';
import type { Deadline, Deadlines } from '../../../ports/deadlines.ts';

export type MemoryDeadlines = Deadlines &
  Readonly<{ set: (work: Partial<Deadline> & Readonly<{ workId: string }>) => void; clear: (workId: string) => void }>;

/** The list of due work in memory. Rows are due at once unless they say otherwise; every `set` is a newer event. */
export const memoryDeadlines = (): MemoryDeadlines => {
  const rows = new Map<string, Deadline>();
  const waiting = new Set<() => void>();
  let position = 0;
  const change = (): void => {
    for (const wake of [...waiting]) wake();
  };
  return {
    set: (work) => {
      position += 1;
      rows.set(work.workId, {
        kind: 'test',
        subject: work.workId,
        dueAt: '2026-01-01T00:00:00.000Z',
        causationId: 'cause',
        correlationId: 'correlation',
        position: { commit: position, prepare: position },
        ...work,
      });
      change();
    },
    clear: (workId) => {
      rows.delete(workId);
      change();
    },
    due: (lane, now, limit) =>
      [...rows.values()]
        .filter(({ kind, dueAt }) => laneOf(kind) === lane && dueAt <= now)
        .toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : left.dueAt > right.dueAt ? 1 : 0))
        .slice(0, limit),
    nextDueAt: (now) =>
      [...rows.values()]
        .map(({ dueAt }) => dueAt)
        .filter((dueAt) => dueAt > now)
        .toSorted()[0],
    changed: (signal, timeoutMilliseconds) =>
      new Promise((resolve) => {
        const settle = (): void => {
          waiting.delete(settle);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(settle, timeoutMilliseconds);
        waiting.add(settle);
        if (signal.aborted) settle();
        else signal.addEventListener('abort', settle, { once: true });
      }),
    waitFor: () => Promise.resolve(true),
  };
};

import type { NetsocEvent } from '../events.ts';

/** What an event does to the list of due work. Times are ISO; `dueAt: 'now'` means the time of the event. */
export type DeadlineChange =
  | Readonly<{ change: 'set'; workId: string; kind: string; subject: string; dueAt: string }>
  | Readonly<{ change: 'clear'; workId: string }>;

/**
 * Pure: the same events give the same list, live or rebuilt.
 * @param at ISO time of the event
 */
export const deadlineChanges = (event: NetsocEvent, at: string): readonly DeadlineChange[] => {
  void event;
  void at;
  return [];
};

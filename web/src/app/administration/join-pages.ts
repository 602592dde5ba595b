import type { HistoryEntry } from '../api/contract';

/** Two stretches of the log, newest first, as one: what both hold appears once. */
export const joinPages = (newer: readonly HistoryEntry[], older: readonly HistoryEntry[]): readonly HistoryEntry[] => {
  const known = new Set(newer.map(({ eventId }) => eventId));
  return [...newer, ...older.filter(({ eventId }) => !known.has(eventId))];
};

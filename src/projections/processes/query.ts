import type { DatabaseSync } from 'node:sqlite';
import { rowReader } from '../engine/rows.ts';

/** `waiting` for the time of its next try, `parked` for an admin. */
type ProcessListState = 'running' | 'waiting' | 'parked' | 'compensating' | 'succeeded' | 'compensated';

export type ProcessItem = Readonly<{
  id: string;
  kind: string;
  subject: string;
  state: ProcessListState;
  /** An admin has given it up. */
  givenUp: boolean;
  step: string | null;
  cause: string | null;
  /** ISO time. */
  retryAt: string | null;
  startedAt: string;
  changedAt: string;
}>;

export type Processes = Readonly<{
  find: (processId: string) => ProcessItem | undefined;
  /** Latest change first, at most `limit` (default 200). */
  inState: (state: ProcessListState, limit?: number) => readonly ProcessItem[];
  /**
   * What needs eyes first (parked, waiting, compensating, running), then what is over; latest change first, at most `limit`
   * (default 200). Of messages only those that are held up: the others are many and nobody's concern.
   */
  list: (limit?: number) => readonly ProcessItem[];
  counts: () => Readonly<Partial<Record<ProcessListState, number>>>;
}>;

/** The order in which a page of processes shows them. */
const byUrgency = ['parked', 'waiting', 'compensating', 'running', 'compensated', 'succeeded'] as const;

/** Where every process stands. */
export const query = (database: DatabaseSync): Processes => {
  const columns = `process_id AS id, kind, subject, state, given_up AS givenUp, step, cause, retry_at AS retryAt,
    started_at AS startedAt, changed_at AS changedAt`;
  type Row = Omit<ProcessItem, 'givenUp'> & Readonly<{ givenUp: number }>;
  const itemOf = (row: Row): ProcessItem => ({ ...row, givenUp: row.givenUp === 1 });
  const one = rowReader<Row>(database, `SELECT ${columns} FROM process WHERE process_id = ?`);
  const inState = rowReader<Row>(
    database,
    `SELECT ${columns} FROM process WHERE state = ? ORDER BY changed_at DESC, process_id LIMIT ?`,
  );
  const over = rowReader<Row>(
    database,
    `SELECT ${columns} FROM process WHERE state = ? AND lane = 'work' ORDER BY changed_at DESC, process_id LIMIT ?`,
  );
  const counted = rowReader<{ state: ProcessListState; count: number }>(
    database,
    'SELECT state, count(*) AS count FROM process GROUP BY state',
  );
  return {
    find: (processId) => {
      const row = one.first(processId);
      return row && itemOf(row);
    },
    inState: (state, limit = 200) => inState.all(state, limit).map(itemOf),
    list: (limit = 200) => {
      const items: ProcessItem[] = [];
      for (const state of byUrgency) {
        if (items.length >= limit) break;
        const rows = state === 'parked' || state === 'waiting' ? inState : over;
        items.push(...rows.all(state, limit - items.length).map(itemOf));
      }
      return items;
    },
    counts: () => Object.fromEntries(counted.all().map(({ state, count }) => [state, count])),
  };
};

import type { DatabaseSync } from 'node:sqlite';
import type { Deadline } from '../../application/ports/deadlines.ts';
import { lanes } from '../../domain/process/lanes.ts';
import type { Lane } from '../../domain/process/lanes.ts';
import { rowReader } from '../engine/rows.ts';

export type DeadlineRows = Readonly<{
  /** Due at `now` (ISO time) in a lane, oldest first. */
  due: (lane: Lane, now: string, limit: number) => readonly Deadline[];
  /** ISO time of the next row that is not due yet. */
  nextDueAt: (now: string) => string | undefined;
  count: () => number;
}>;

type Row = Omit<Deadline, 'position'> & Readonly<{ commitPosition: number; preparePosition: number }>;

/** ISO times of one shape (UTC, milliseconds) sort as text. */
export const query = (database: DatabaseSync): DeadlineRows => {
  const due = rowReader<Row>(
    database,
    `SELECT work_id AS workId, kind, subject, due_at AS dueAt, causation_id AS causationId,
       correlation_id AS correlationId, commit_position AS commitPosition, prepare_position AS preparePosition
     FROM deadline WHERE lane = ? AND due_at <= ? ORDER BY due_at, commit_position LIMIT ?`,
  );
  const next = rowReader<{ dueAt: string | null }>(
    database,
    'SELECT min(due_at) AS dueAt FROM deadline WHERE lane = ? AND due_at > ?',
  );
  const counted = rowReader<{ count: number }>(database, 'SELECT count(*) AS count FROM deadline');
  return {
    due: (lane, now, limit) =>
      due.all(lane, now, limit).map(({ commitPosition, preparePosition, ...row }) => ({
        ...row,
        position: { commit: commitPosition, prepare: preparePosition },
      })),
    nextDueAt: (now) => lanes.flatMap((lane) => next.first(lane, now)?.dueAt ?? []).toSorted()[0],
    count: () => counted.first()?.count ?? 0,
  };
};

import type { DatabaseSync } from 'node:sqlite';
import { deadlineChanges } from '../../domain/process/deadline-rules.ts';
import { laneOf } from '../../domain/process/lanes.ts';
import type { RowChanges } from '../engine/projection.ts';

/** The rules are the domain's; here they become rows. */
export const project = (database: DatabaseSync): RowChanges => {
  const set = database.prepare(`
    INSERT OR REPLACE INTO deadline
      (work_id, kind, lane, subject, due_at, causation_id, correlation_id, commit_position, prepare_position)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const clear = database.prepare('DELETE FROM deadline WHERE work_id = ?');
  return {
    onEvery: ({ event, id, streamId, revision, position, metadata }) => {
      for (const change of deadlineChanges({ event, streamId, revision, at: metadata.at })) {
        if (change.change === 'clear') {
          clear.run(change.workId);
        } else {
          set.run(
            change.workId,
            change.kind,
            laneOf(change.kind),
            change.subject,
            change.dueAt,
            id,
            metadata.correlationId,
            position.commit,
            position.prepare,
          );
        }
      }
    },
  };
};

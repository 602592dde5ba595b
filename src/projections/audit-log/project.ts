import type { DatabaseSync } from 'node:sqlite';
import type { RowChanges } from '../engine/projection.ts';
import { aboutOf } from '../../domain/about.ts';
import { part } from './parted.ts';
import { summaryOf } from './words.ts';

/** One row per event, written once. */
export const project = (database: DatabaseSync): RowChanges => {
  const write = database.prepare(`
    INSERT OR IGNORE INTO entry
      (commit_position, prepare_position, event_id, type, at, actor_type, actor_id, stream_id, instance_id, account_id,
       summary, details, subject, personal, correlation_id, causation_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return {
    onEvery: ({ event, id, streamId, position, metadata }) => {
      const { details, subject, personal } = part(event);
      const { instanceId, accountId } = aboutOf(event);
      write.run(
        position.commit,
        position.prepare,
        id,
        event.type,
        metadata.at,
        metadata.actor.type,
        metadata.actor.id,
        streamId,
        instanceId,
        accountId,
        summaryOf(event),
        JSON.stringify(details),
        subject,
        personal === null ? null : JSON.stringify(personal),
        metadata.correlationId,
        metadata.causationId,
      );
    },
  };
};

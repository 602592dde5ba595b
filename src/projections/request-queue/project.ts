import type { DatabaseSync } from 'node:sqlite';
import type { RowChanges } from '../engine/projection.ts';

/** A row while a request waits for an answer; then, when approved, one that counts for its owner. */
export const project = (database: DatabaseSync): RowChanges => {
  const ask = database.prepare(`
    INSERT OR REPLACE INTO request
      (instance_id, owner_id, kind, hostname, template_id, reason, cores, memory_mib, disk_gib, swap_mib, requested_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const answer = database.prepare('DELETE FROM request WHERE instance_id = ?');
  const hold = database.prepare(
    'INSERT OR IGNORE INTO held (instance_id, owner_id) SELECT instance_id, owner_id FROM request WHERE instance_id = ?',
  );
  const release = database.prepare('DELETE FROM held WHERE instance_id = ?');
  return {
    on: {
      'instance-requested': ({ event: { data }, metadata }) => {
        const { cores, memoryMiB, diskGiB, swapMiB } = data.resources;
        ask.run(
          data.instanceId,
          data.owner,
          data.kind,
          data.hostname,
          data.templateId,
          data.reason,
          cores,
          memoryMiB,
          diskGiB,
          swapMiB,
          metadata.at,
        );
      },
      'instance-request-approved': ({ event: { data } }) => {
        hold.run(data.instanceId);
        answer.run(data.instanceId);
      },
      'instance-request-refused': ({ event: { data } }) => {
        answer.run(data.instanceId);
      },
      'instance-request-withdrawn': ({ event: { data } }) => {
        answer.run(data.instanceId);
      },
      'instance-provisioning-abandoned': ({ event: { data } }) => {
        release.run(data.instanceId);
      },
      'instance-deleted': ({ event: { data } }) => {
        release.run(data.instanceId);
      },
    },
  };
};

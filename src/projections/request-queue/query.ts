import type { DatabaseSync } from 'node:sqlite';
import type { InstanceKind, Resources } from '../../domain/instance/instance-events.ts';
import { rowReader } from '../engine/rows.ts';

export type PendingRequestItem = Readonly<{
  id: string;
  kind: InstanceKind;
  hostname: string;
  templateId: string;
  ownerId: string;
  /** Sealed. */
  reason: string;
  resources: Resources;
  requestedAt: string;
  /** Instances that the person has already: approved and not given up. */
  ownerInstances: number;
}>;

export type RequestQueue = Readonly<{
  /** Oldest first, at most `limit` (default 1000). */
  pending: (limit?: number) => readonly PendingRequestItem[];
  count: () => number;
}>;

type Row = Omit<PendingRequestItem, 'resources'> & Resources;

/** What admins have to answer. */
export const query = (database: DatabaseSync): RequestQueue => {
  const pending = rowReader<Row>(
    database,
    `SELECT instance_id AS id, kind, hostname, template_id AS templateId, owner_id AS ownerId, reason,
       cores, memory_mib AS memoryMiB, disk_gib AS diskGiB, swap_mib AS swapMiB, requested_at AS requestedAt,
       (SELECT count(*) FROM held WHERE held.owner_id = request.owner_id) AS ownerInstances
     FROM request ORDER BY requested_at, instance_id LIMIT ?`,
  );
  const counted = rowReader<{ count: number }>(database, 'SELECT count(*) AS count FROM request');
  return {
    pending: (limit = 1000) =>
      pending.all(limit).map(({ cores, memoryMiB, diskGiB, swapMiB, ...row }) => ({
        ...row,
        resources: { cores, memoryMiB, diskGiB, swapMiB },
      })),
    count: () => counted.first()?.count ?? 0,
  };
};

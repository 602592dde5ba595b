import type { DatabaseSync } from 'node:sqlite';
import type { InstanceKind } from '../../domain/instance/instance-events.ts';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';
import { rowReader } from '../engine/rows.ts';
import type { InstanceState } from './instance-state.ts';

export type InstanceListItem = Readonly<{
  id: string;
  kind: InstanceKind;
  hostname: string;
  templateId: string;
  ownerId: string;
  state: InstanceState;
  address: string | null;
  /** Sealed. */
  defaultDomain: string;
  requestedAt: string;
  changedAt: string;
  /** Steps of the provisioning, while there is one. */
  progress: Readonly<{ done: number; total: number }> | null;
}>;

export type InstanceList = Readonly<{
  /** Newest request first. */
  mine: (ownerId: string) => readonly InstanceListItem[];
  /** Newest request first, at most `limit` (default 1000). */
  all: (limit?: number) => readonly InstanceListItem[];
  count: () => number;
  /** How many instances each person holds: asked for, and not ended. */
  heldByOwner: () => ReadonlyMap<string, number>;
  find: (instanceId: string) => InstanceListItem | undefined;
}>;

type Row = Omit<InstanceListItem, 'progress'> & Readonly<{ stepsDone: number }>;

const columns = `
  instance_id AS id, kind, hostname, template_id AS templateId, owner_id AS ownerId, state, address,
  default_domain AS defaultDomain, steps_done AS stepsDone, requested_at AS requestedAt, changed_at AS changedAt`;

const toItem = ({ stepsDone, ...row }: Row): InstanceListItem => ({
  ...row,
  progress:
    row.state === 'provisioning' || row.state === 'parked'
      ? { done: stepsDone, total: provisioningSteps.length }
      : null,
});

/** Lists of instances: the caller decides who may ask for which. */
export const query = (database: DatabaseSync): InstanceList => {
  const newestFirst = 'ORDER BY requested_at DESC, instance_id';
  const mine = rowReader<Row>(database, `SELECT ${columns} FROM instance WHERE owner_id = ? ${newestFirst}`);
  const all = rowReader<Row>(database, `SELECT ${columns} FROM instance ${newestFirst} LIMIT ?`);
  const one = rowReader<Row>(database, `SELECT ${columns} FROM instance WHERE instance_id = ?`);
  const held = rowReader<{ ownerId: string; held: number }>(
    database,
    `SELECT owner_id AS ownerId, count(*) AS held FROM instance
     WHERE state NOT IN ('refused', 'withdrawn', 'abandoned', 'deleted') GROUP BY owner_id`,
  );
  const counted = rowReader<{ count: number }>(database, 'SELECT count(*) AS count FROM instance');
  return {
    mine: (ownerId) => mine.all(ownerId).map(toItem),
    all: (limit = 1000) => all.all(limit).map(toItem),
    count: () => counted.first()?.count ?? 0,
    heldByOwner: () => new Map(held.all().map(({ ownerId, held: count }) => [ownerId, count])),
    find: (instanceId) => {
      const row = one.first(instanceId);
      return row && toItem(row);
    },
  };
};

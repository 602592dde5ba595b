import type { DatabaseSync } from 'node:sqlite';
import type { InstanceKind, Resources } from '../../domain/instance/instance-events.ts';
import { rowReader } from '../engine/rows.ts';
import type { InstanceState } from '../instance-list/index.ts';
import { stepQuery } from './query-steps.ts';
import type { StepView } from './query-steps.ts';

export type InstanceDetailView = Readonly<{
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
  progress: Readonly<{ done: number; total: number }> | null;
  vmid: number | null;
  node: string | null;
  /** Sealed. */
  reason: string;
  /** Sealed. */
  refusal: string | null;
  resources: Resources;
  steps: readonly StepView[];
  processId: string | null;
  /** Revision of the instance's stream: the ETag. */
  revision: number;
}>;

export type InstanceDetail = Readonly<{ find: (instanceId: string) => InstanceDetailView | undefined }>;

type Row = Omit<InstanceDetailView, 'progress' | 'resources' | 'steps'> & Resources;

/** Everything the page of one instance shows. */
export const query = (database: DatabaseSync): InstanceDetail => {
  const one = rowReader<Row>(
    database,
    `SELECT instance_id AS id, kind, hostname, template_id AS templateId, owner_id AS ownerId, state, address,
       default_domain AS defaultDomain, requested_at AS requestedAt, changed_at AS changedAt, vmid, node, reason, refusal,
       cores, memory_mib AS memoryMiB, disk_gib AS diskGiB, swap_mib AS swapMiB, process_id AS processId, revision
     FROM instance WHERE instance_id = ?`,
  );
  const stepsOf = stepQuery(database);
  return {
    find: (instanceId) => {
      const row = one.first(instanceId);
      if (row === undefined) return undefined;
      const { cores, memoryMiB, diskGiB, swapMiB, ...plain } = row;
      const underway = row.state === 'provisioning' || row.state === 'parked';
      const steps = row.processId === null ? [] : stepsOf(row.processId, underway);
      return {
        ...plain,
        resources: { cores, memoryMiB, diskGiB, swapMiB },
        progress: underway
          ? { done: steps.filter(({ state }) => state === 'succeeded').length, total: steps.length }
          : null,
        steps,
      };
    },
  };
};

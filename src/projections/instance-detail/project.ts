import type { DatabaseSync } from 'node:sqlite';
import type { RowChanges } from '../engine/projection.ts';
import { projectSteps } from './project-steps.ts';

type OfInstance = Readonly<{ event: { data: { instanceId: string } }; revision: number; metadata: { at: string } }>;

/** One row per instance with everything its page shows; its steps are rows of their own. */
export const project = (database: DatabaseSync): RowChanges => {
  const insert = database.prepare(`
    INSERT OR REPLACE INTO instance
      (instance_id, owner_id, kind, hostname, template_id, state, revision, default_domain, reason,
       cores, memory_mib, disk_gib, swap_mib, requested_at, changed_at)
    VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const setState = database.prepare(
    'UPDATE instance SET state = ?, revision = ?, changed_at = ? WHERE instance_id = ?',
  );
  const refuse = database.prepare(
    `UPDATE instance SET state = 'refused', refusal = ?, revision = ?, changed_at = ? WHERE instance_id = ?`,
  );
  const provisioned = database.prepare(
    `UPDATE instance SET state = 'running', node = ?, vmid = ?, address = ?, revision = ?, changed_at = ?
     WHERE instance_id = ?`,
  );
  const gone = database.prepare(
    `UPDATE instance SET state = ?, node = NULL, vmid = NULL, address = NULL, revision = ?, changed_at = ?
     WHERE instance_id = ?`,
  );
  return {
    on: {
      ...projectSteps(database),
      'instance-requested': ({ event: { data }, revision, metadata: { at } }) => {
        const { cores, memoryMiB, diskGiB, swapMiB } = data.resources;
        insert.run(
          data.instanceId,
          data.owner,
          data.kind,
          data.hostname,
          data.templateId,
          revision,
          data.defaultDomain,
          data.reason,
          cores,
          memoryMiB,
          diskGiB,
          swapMiB,
          at,
          at,
        );
      },
      'instance-request-approved': ({ event: { data }, revision, metadata: { at } }: OfInstance) => {
        setState.run('provisioning', revision, at, data.instanceId);
      },
      'instance-request-withdrawn': ({ event: { data }, revision, metadata: { at } }: OfInstance) => {
        setState.run('withdrawn', revision, at, data.instanceId);
      },
      'instance-request-refused': ({ event: { data }, revision, metadata: { at } }) => {
        refuse.run(data.reason, revision, at, data.instanceId);
      },
      'instance-provisioned': ({ event: { data }, revision, metadata: { at } }) => {
        provisioned.run(data.node, data.vmid, data.address, revision, at, data.instanceId);
      },
      'instance-suspended': ({ event: { data }, revision, metadata: { at } }: OfInstance) => {
        setState.run('suspended', revision, at, data.instanceId);
      },
      'instance-resumed': ({ event: { data }, revision, metadata: { at } }: OfInstance) => {
        setState.run('running', revision, at, data.instanceId);
      },
      'instance-deletion-begun': ({ event: { data }, revision, metadata: { at } }: OfInstance) => {
        setState.run('deleting', revision, at, data.instanceId);
      },
      'instance-deleted': ({ event: { data }, revision, metadata: { at } }: OfInstance) => {
        gone.run('deleted', revision, at, data.instanceId);
      },
      'instance-provisioning-abandoned': ({ event: { data }, revision, metadata: { at } }) => {
        gone.run('abandoned', revision, at, data.instanceId);
      },
    },
  };
};

import type { DatabaseSync } from 'node:sqlite';
import { parseProcessId } from '../../domain/process/process-definition.ts';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';
import type { RowChanges } from '../engine/projection.ts';
import type { InstanceState } from './instance-state.ts';

const stepNumber = (step: string): number => provisioningSteps.findIndex(({ name }) => name === step) + 1;

/** One row per instance, for lists. */
export const project = (database: DatabaseSync): RowChanges => {
  const insert = database.prepare(`
    INSERT OR REPLACE INTO instance
      (instance_id, owner_id, kind, hostname, template_id, state, address, default_domain, steps_done, requested_at, changed_at)
    VALUES (?, ?, ?, ?, ?, 'pending', NULL, ?, 0, ?, ?)`);
  const setState = database.prepare('UPDATE instance SET state = ?, changed_at = ? WHERE instance_id = ?');
  const park = database.prepare(
    `UPDATE instance SET state = 'parked', changed_at = ? WHERE instance_id = ? AND state = 'provisioning'`,
  );
  const resume = database.prepare(
    `UPDATE instance SET state = 'provisioning', changed_at = ? WHERE instance_id = ? AND state = 'parked'`,
  );
  const provisioned = database.prepare(
    `UPDATE instance SET state = 'running', address = ?, changed_at = ? WHERE instance_id = ?`,
  );
  const deleted = database.prepare(
    `UPDATE instance SET state = 'deleted', address = NULL, changed_at = ? WHERE instance_id = ?`,
  );
  const progress = database.prepare('UPDATE instance SET steps_done = ? WHERE instance_id = ?');

  const to =
    (state: InstanceState) =>
    ({ event, metadata }: Readonly<{ event: { data: { instanceId: string } }; metadata: { at: string } }>): void => {
      setState.run(state, metadata.at, event.data.instanceId);
    };

  return {
    on: {
      'instance-requested': ({ event: { data }, metadata }) => {
        insert.run(
          data.instanceId,
          data.owner,
          data.kind,
          data.hostname,
          data.templateId,
          data.defaultDomain,
          metadata.at,
          metadata.at,
        );
      },
      'instance-request-approved': to('provisioning'),
      'instance-request-refused': to('refused'),
      'instance-request-withdrawn': to('withdrawn'),
      'instance-provisioning-abandoned': to('abandoned'),
      'instance-suspended': to('suspended'),
      'instance-resumed': to('running'),
      'instance-deletion-begun': to('deleting'),
      'instance-deleted': ({ event: { data }, metadata }) => {
        deleted.run(metadata.at, data.instanceId);
      },
      'instance-provisioned': ({ event: { data }, metadata }) => {
        provisioned.run(data.address, metadata.at, data.instanceId);
      },
      'step-succeeded': ({ event: { data } }) => {
        const about = parseProcessId(data.processId);
        if (about?.kind !== 'provisioning') return;
        const number = stepNumber(data.step);
        if (number > 0) progress.run(data.compensating ? number - 1 : number, about.subject);
      },
      'process-parked': ({ event: { data }, metadata }) => {
        const about = parseProcessId(data.processId);
        if (about?.kind === 'provisioning') park.run(metadata.at, about.subject);
      },
      'process-resumed': ({ event: { data }, metadata }) => {
        const about = parseProcessId(data.processId);
        if (about?.kind === 'provisioning') resume.run(metadata.at, about.subject);
      },
    },
  };
};

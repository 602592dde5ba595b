import type { DatabaseSync } from 'node:sqlite';
import { parseProcessId } from '../../domain/process/process-definition.ts';
import type { StepFacts } from '../../domain/process/process-events.ts';
import type { EventHandlers } from '../engine/projection.ts';

/** Reports of one step that are kept; older ones stay in the log of events. */
export const reportsKept = 200;

const text = (value: StepFacts[string] | undefined): string | null => (typeof value === 'string' ? value : null);
const integer = (value: StepFacts[string] | undefined): number | null =>
  typeof value === 'number' && Number.isInteger(value) ? value : null;

/** Events of provisioning processes to the rows of the step rail, and to what the instance's row learns from them. */
export const projectSteps = (database: DatabaseSync): EventHandlers => {
  const setProcess = database.prepare('UPDATE instance SET process_id = ? WHERE instance_id = ?');
  const intend = database.prepare(`
    INSERT INTO step (process_id, name, state, attempt, began, started_at) VALUES (?, ?, 'running', ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = 'running', attempt = excluded.attempt, ended_at = NULL, retry_at = NULL`);
  const succeed = database.prepare(`
    UPDATE step SET state = ?, ended_at = ?, cause = NULL, retry_at = NULL WHERE process_id = ? AND name = ?`);
  const fail = database.prepare(`
    UPDATE step SET state = 'failed', attempt = ?, ended_at = ?, cause = ?, retry_at = ? WHERE process_id = ? AND name = ?`);
  const parkStep = database.prepare(
    `UPDATE step SET state = 'parked', cause = ?, retry_at = NULL WHERE process_id = ? AND name = ?`,
  );
  const resumeSteps = database.prepare(
    `UPDATE step SET state = 'failed', retry_at = NULL WHERE process_id = ? AND state IN ('parked', 'failed')`,
  );
  const report = database.prepare(
    'INSERT OR REPLACE INTO step_log (process_id, step, revision, lines) VALUES (?, ?, ?, ?)',
  );
  const forgetReports = database.prepare(`
    DELETE FROM step_log WHERE process_id = ?1 AND step = ?2 AND revision < (
      SELECT revision FROM step_log WHERE process_id = ?1 AND step = ?2 ORDER BY revision DESC LIMIT 1 OFFSET ?3)`);
  const learn = database.prepare(`
    UPDATE instance SET node = coalesce(?, node), vmid = coalesce(?, vmid), address = coalesce(?, address)
    WHERE instance_id = ?`);
  const park = database.prepare(
    `UPDATE instance SET state = 'parked', changed_at = ? WHERE instance_id = ? AND state = 'provisioning'`,
  );
  const resume = database.prepare(
    `UPDATE instance SET state = 'provisioning', changed_at = ? WHERE instance_id = ? AND state = 'parked'`,
  );

  /** Instance id of a provisioning process; undefined for processes of other kinds, which this page does not show. */
  const instanceOf = (processId: string): string | undefined => {
    const about = parseProcessId(processId);
    return about?.kind === 'provisioning' ? about.subject : undefined;
  };

  return {
    'process-started': ({ event: { data } }) => {
      if (instanceOf(data.processId) !== undefined) setProcess.run(data.processId, data.subject);
    },
    'step-intended': ({ event: { data }, revision, metadata: { at } }) => {
      if (instanceOf(data.processId) === undefined) return;
      intend.run(data.processId, data.step, data.attempt, revision, at);
    },
    'step-progressed': ({ event: { data }, revision }) => {
      if (data.log.length === 0 || instanceOf(data.processId) === undefined) return;
      report.run(data.processId, data.step, revision, data.log.join('\n'));
      if (revision > reportsKept) forgetReports.run(data.processId, data.step, reportsKept - 1);
    },
    'step-succeeded': ({ event: { data }, metadata: { at } }) => {
      const instanceId = instanceOf(data.processId);
      if (instanceId === undefined) return;
      succeed.run(data.compensating ? 'compensated' : 'succeeded', at, data.processId, data.step);
      if (data.compensating) return;
      const node = text(data.facts['node']);
      const vmid = integer(data.facts['vmid']);
      const address = text(data.facts['address']);
      if (node !== null || vmid !== null || address !== null) learn.run(node, vmid, address, instanceId);
    },
    'step-failed': ({ event: { data }, metadata: { at } }) => {
      if (instanceOf(data.processId) === undefined) return;
      fail.run(data.attempt, at, data.cause, data.retryAt, data.processId, data.step);
    },
    'process-parked': ({ event: { data }, metadata: { at } }) => {
      const instanceId = instanceOf(data.processId);
      if (instanceId === undefined) return;
      parkStep.run(data.cause, data.processId, data.step);
      park.run(at, instanceId);
    },
    'process-resumed': ({ event: { data }, metadata: { at } }) => {
      const instanceId = instanceOf(data.processId);
      if (instanceId === undefined) return;
      resumeSteps.run(data.processId);
      resume.run(at, instanceId);
    },
    'process-abandoned': ({ event: { data } }) => {
      if (instanceOf(data.processId) !== undefined) resumeSteps.run(data.processId);
    },
  };
};

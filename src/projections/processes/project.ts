import type { DatabaseSync } from 'node:sqlite';
import { laneOf } from '../../domain/process/lanes.ts';
import type { RowChanges } from '../engine/projection.ts';

/** One row per process: where it is and what holds it up. */
export const project = (database: DatabaseSync): RowChanges => {
  const start = database.prepare(`
    INSERT OR REPLACE INTO process
      (process_id, kind, lane, subject, state, given_up, step, cause, retry_at, started_at, changed_at)
    VALUES (?, ?, ?, ?, 'running', 0, NULL, NULL, NULL, ?, ?)`);
  const underway = `iif(given_up, 'compensating', 'running')`;
  const intend = database.prepare(
    `UPDATE process SET state = ${underway}, step = ?, cause = NULL, retry_at = NULL, changed_at = ? WHERE process_id = ?`,
  );
  const fail = database.prepare(
    `UPDATE process SET state = iif(given_up OR ?2 IS NULL, ${underway}, 'waiting'), cause = ?1, retry_at = ?2,
       changed_at = ?3, step = ?4 WHERE process_id = ?5`,
  );
  const park = database.prepare(
    `UPDATE process SET state = 'parked', step = ?, cause = ?, retry_at = NULL, changed_at = ? WHERE process_id = ?`,
  );
  const resume = database.prepare(
    `UPDATE process SET state = ${underway}, cause = NULL, retry_at = NULL, changed_at = ? WHERE process_id = ?`,
  );
  const abandon = database.prepare(
    `UPDATE process SET state = 'compensating', given_up = 1, retry_at = NULL, changed_at = ? WHERE process_id = ?`,
  );
  const complete = database.prepare(
    'UPDATE process SET state = ?, step = NULL, cause = NULL, retry_at = NULL, changed_at = ? WHERE process_id = ?',
  );
  return {
    on: {
      'process-started': ({ event: { data }, metadata: { at } }) => {
        start.run(data.processId, data.kind, laneOf(data.kind), data.subject, at, at);
      },
      'step-intended': ({ event: { data }, metadata: { at } }) => {
        intend.run(data.step, at, data.processId);
      },
      'step-failed': ({ event: { data }, metadata: { at } }) => {
        fail.run(data.cause, data.retryAt, at, data.step, data.processId);
      },
      'process-parked': ({ event: { data }, metadata: { at } }) => {
        park.run(data.step, data.cause, at, data.processId);
      },
      'process-resumed': ({ event: { data }, metadata: { at } }) => {
        resume.run(at, data.processId);
      },
      'process-abandoned': ({ event: { data }, metadata: { at } }) => {
        abandon.run(at, data.processId);
      },
      'process-completed': ({ event: { data }, metadata: { at } }) => {
        complete.run(data.outcome, at, data.processId);
      },
    },
  };
};

import type { DatabaseSync } from 'node:sqlite';
import { provisioningSteps } from '../../domain/provisioning/provisioning-steps.ts';
import { rowReader } from '../engine/rows.ts';

/** Lines of one step that are shown, the last ones. */
export const linesShown = 500;

export type StepView = Readonly<{
  name: string;
  title: string;
  state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'parked' | 'compensated';
  /** Of the current direction; 0 while it waits. */
  attempt: number;
  startedAt: string | null;
  endedAt: string | null;
  cause: string | null;
  retryAt: string | null;
  log: readonly string[];
}>;

type Row = Omit<StepView, 'title' | 'log'>;

const titles = new Map<string, string>(provisioningSteps.map(({ name, title }) => [name, title]));

const waiting = (name: string, title: string): StepView => ({
  name,
  title,
  state: 'waiting',
  attempt: 0,
  startedAt: null,
  endedAt: null,
  cause: null,
  retryAt: null,
  log: [],
});

/** Reads the step rail of a process: what was begun and, while the process is under way, what still waits. */
export const stepQuery = (database: DatabaseSync): ((processId: string, underway: boolean) => readonly StepView[]) => {
  const begun = rowReader<Row>(
    database,
    `SELECT name, state, attempt, started_at AS startedAt, ended_at AS endedAt, cause, retry_at AS retryAt
     FROM step WHERE process_id = ? ORDER BY began`,
  );
  const logs = rowReader<{ step: string; lines: string }>(
    database,
    'SELECT step, lines FROM step_log WHERE process_id = ? ORDER BY step, revision',
  );
  return (processId, underway) => {
    const linesOf = new Map<string, string[]>();
    for (const { step, lines } of logs.all(processId)) {
      linesOf.set(step, (linesOf.get(step) ?? []).concat(lines.split('\n')));
    }
    const rows = new Map(
      begun
        .all(processId)
        .map((row): [string, StepView] => [
          row.name,
          { ...row, title: titles.get(row.name) ?? row.name, log: (linesOf.get(row.name) ?? []).slice(-linesShown) },
        ]),
    );
    const rail: StepView[] = [];
    for (const { name, title } of provisioningSteps) {
      const row = rows.get(name);
      if (row) rail.push(row);
      else if (underway) rail.push(waiting(name, title));
      rows.delete(name);
    }
    // Steps that an older version of the process had stay on the rail of the instances it made.
    return [...rail, ...rows.values()];
  };
};

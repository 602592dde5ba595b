import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { DeadlineRows } from './query.ts';
import { indexes, tables } from './table.ts';

/** Work that is due, for the runner of processes. */
export const deadlines: Projection<DeadlineRows> = {
  name: 'deadlines',
  version: 2,
  tables,
  indexes,
  project,
  query,
};

export type { DeadlineRows } from './query.ts';

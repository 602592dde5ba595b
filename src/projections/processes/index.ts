import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { Processes } from './query.ts';
import { indexes, tables } from './table.ts';

/** Processes with their step, cause and next try. */
export const processes: Projection<Processes> = {
  name: 'processes',
  version: 2,
  tables,
  indexes,
  project,
  query,
};

export type { ProcessItem, Processes } from './query.ts';

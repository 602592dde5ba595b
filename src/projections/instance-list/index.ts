import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { InstanceList } from './query.ts';
import { indexes, tables } from './table.ts';

/** Instances with their state and progress, for lists. */
export const instanceList: Projection<InstanceList> = {
  name: 'instance-list',
  version: 3,
  // Before, personal values were not sealed.
  readableFrom: 2,
  tables,
  indexes,
  project,
  query,
};

export type { InstanceList, InstanceListItem } from './query.ts';
export type { InstanceState } from './instance-state.ts';

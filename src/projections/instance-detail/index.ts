import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { InstanceDetail } from './query.ts';
import { tables } from './table.ts';

/** One instance with its steps, for its page. */
export const instanceDetail: Projection<InstanceDetail> = {
  name: 'instance-detail',
  version: 3,
  // Before, personal values were not sealed.
  readableFrom: 2,
  tables,
  indexes: '',
  project,
  query,
};

export type { InstanceDetail, InstanceDetailView } from './query.ts';

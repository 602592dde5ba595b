import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { People } from './query.ts';
import { tables } from './table.ts';

/** Account ids to names. */
export const people: Projection<People> = {
  name: 'people',
  version: 3,
  // Before, personal values were not sealed.
  readableFrom: 2,
  tables,
  indexes: '',
  project,
  query,
};

export type { People } from './query.ts';

import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { RequestQueue } from './query.ts';
import { indexes, tables } from './table.ts';

/** Requests that wait for an admin. */
export const requestQueue: Projection<RequestQueue> = {
  name: 'request-queue',
  version: 3,
  // Before, personal values were not sealed.
  readableFrom: 2,
  tables,
  indexes,
  project,
  query,
};

export type { PendingRequestItem, RequestQueue } from './query.ts';

import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { TraefikConfiguration } from './query.ts';
import { tables } from './table.ts';

/** Routes of running instances. */
export const traefikConfiguration: Projection<TraefikConfiguration> = {
  name: 'traefik-configuration',
  version: 3,
  // Before, personal values were not sealed.
  readableFrom: 2,
  tables,
  indexes: '',
  project,
  query,
};

export type { TraefikConfiguration } from './query.ts';

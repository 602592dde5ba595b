import type { Projection } from '../engine/projection.ts';
import { project } from './project.ts';
import { query } from './query.ts';
import type { AuditLog } from './query.ts';
import { indexes, tables } from './table.ts';

/** Every event, in words. */
export const auditLog: Projection<AuditLog> = {
  name: 'audit-log',
  version: 3,
  // Before, personal values were not sealed.
  readableFrom: 2,
  tables,
  indexes,
  project,
  query,
};

export type { AuditEntry, AuditLog } from './query.ts';

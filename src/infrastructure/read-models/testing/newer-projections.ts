import { people } from '../../../projections/people/index.ts';
import type { Projection } from '../../../projections/engine/index.ts';

/** The same read model as tomorrow's code might have it: another version, tables that today's queries still fit. */
export const newerPeople = {
  ...people,
  version: people.version + 1,
  tables: people.tables.replace('linked_at    TEXT NOT NULL', `linked_at TEXT NOT NULL, note TEXT DEFAULT 'new'`),
} satisfies Projection;

export const projections: readonly Projection[] = [newerPeople];

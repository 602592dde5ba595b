import { DatabaseSync } from 'node:sqlite';
import type { Recorded } from '../../application/ports/event-log.ts';
import { contentOf } from '../engine/content.ts';
import type { Projection } from '../engine/index.ts';
import { handlerOf } from '../engine/row-changes.ts';
import { recordedHistory } from './recorded-history.ts';
import type { Fact } from './recorded-history.ts';

/** The rows a history leads to, in memory, every event applied `times` times in a row. */
export const contentAfter = (projection: Projection, history: readonly Recorded[], times = 1) => {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(projection.tables);
    const handle = handlerOf(projection.project(database));
    for (const recorded of history) for (let time = 0; time < times; time += 1) handle(recorded);
    return contentOf(database);
  } finally {
    database.close();
  }
};

/** What a read model answers after a history. */
export const given = <Query extends object, Answer>(
  projection: Projection<Query>,
  facts: readonly Fact[],
  ask: (query: Query, database: DatabaseSync) => Answer,
): Answer => {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(projection.tables);
    database.exec(projection.indexes);
    const handle = handlerOf(projection.project(database));
    for (const recorded of recordedHistory(facts)) handle(recorded);
    return ask(projection.query(database), database);
  } finally {
    database.close();
  }
};

import type { DatabaseSync } from 'node:sqlite';
import type { NetsocEvent } from '../../domain/events.ts';
import type { Recorded } from '../../application/ports/event-log.ts';

type EventOf<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>;

/** Row changes per event type; a type that is absent changes no row. */
export type EventHandlers = Readonly<{
  [Type in NetsocEvent['type']]?: (recorded: Recorded<EventOf<Type>>) => void;
}>;

/** `on` for models that care about some events, `onEvery` for models that look at all of them. */
export type RowChanges = Readonly<{ on: EventHandlers }> | Readonly<{ onEvery: (recorded: Recorded) => void }>;

/**
 * One read model: its tables, how events change them, and the questions it answers.
 * Both factories get the open file once and prepare their statements then.
 */
export type Projection<Query extends object = object> = Readonly<{
  /** Kebab case; also the folder of its files. */
  name: string;
  /** Raise it whenever the tables or the row changes change: the model then rebuilds by itself at the next start. */
  version: number;
  /** Oldest version whose rows today's queries can read while the model is rebuilt. Default: every one whose tables fit. */
  readableFrom?: number;
  /** `CREATE TABLE …` with a primary key each: rows are compared by it. */
  tables: string;
  /** `CREATE INDEX …` that only queries need: a rebuild makes them after the rows. */
  indexes: string;
  /** Must be idempotent per event: the same event twice in a row leaves the same rows. Never asks the clock or the outside. */
  project: (database: DatabaseSync) => RowChanges;
  /** Synchronous questions, answered from the file. */
  query: (database: DatabaseSync) => Query;
}>;

import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Recorded } from '../../application/ports/event-log.ts';
import type { Position } from '../../application/ports/event-store.ts';
import { comparePositions, formatPosition } from '../../application/ports/position.ts';
import { checkpointIn, checkpointTable, openCheckpoint } from './checkpoint.ts';
import { contentTables, firstDifference } from './content.ts';
import type { Projection } from './projection.ts';
import { concerns, handlerOf } from './row-changes.ts';
import { rowReader } from './rows.ts';

/** One file of one read model: rows and checkpoint together. */
export type Generation<Query extends object = object> = Readonly<{
  path: string;
  query: Query;
  /** Nothing before it is missing. */
  position: () => Position | undefined;
  /**
   * Applies events in one transaction; those at or before the checkpoint are skipped.
   * All or nothing: when a row change throws, rows and checkpoint stay as they were.
   * @throws ProjectionFailure
   */
  apply: (events: readonly Recorded[]) => void;
  /** Moves the checkpoint over events that this log holds but nobody projects. */
  advance: (position: Position) => void;
  rows: () => number;
  /** Size on disk, write-ahead log included. */
  bytes: () => number;
  /** Makes the indexes that a rebuild leaves for the end. */
  index: () => void;
  /**
   * Compares with another file as it is at one moment, while that one goes on being written.
   * @param readUpTo brings this generation to the position of that moment
   * @returns what differs first, or undefined
   */
  differenceFrom: (
    running: string,
    readUpTo: (position: Position | undefined) => Promise<void>,
  ) => Promise<string | undefined>;
  /** Stores the checkpoint and closes the file. */
  close: () => void;
}>;

/** An event that a projection could not turn into rows. */
class ProjectionFailure extends Error {
  override readonly name = 'ProjectionFailure';
  readonly position: Position;

  constructor(projection: string, { event, position, streamId }: Recorded, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${projection} failed at position ${formatPosition(position)} (${event.type} of ${streamId}): ${why}`, {
      cause,
    });
    this.position = position;
  }
}

/** How a file is written: while it answers queries, or while nobody reads it yet. */
export type GenerationMode = 'serving' | 'rebuilding';

/**
 * `serving`: a crash of the machine may lose the newest transactions, never the file; they are projected again.
 * Its write-ahead log grows to 16 MiB before it is copied into the file: the same hot pages are then copied less often.
 * `rebuilding`: a crash loses the file, which is thrown away anyway; nothing waits for the disk.
 */
const pragmas: Readonly<Record<GenerationMode, string>> = {
  serving:
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4000; PRAGMA wal_autocheckpoint = 4000;',
  rebuilding: 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000;',
};

/** Events of one transaction while rebuilding: pages of hot rows are written once, not with every batch. */
const eventsPerRebuildTransaction = 20_000;

/** Positions that may pass without a row change before the checkpoint is stored all the same. */
const idlePositions = 10_000;

/**
 * Opens a generation, making its tables when the file is new.
 * @throws when the file is damaged, or its tables are not the ones the projection's statements expect
 */
export const openGeneration = <Query extends object>(
  projection: Projection<Query>,
  path: string,
  mode: GenerationMode = 'serving',
): Generation<Query> => {
  const database = new DatabaseSync(path);
  try {
    return prepareGeneration(projection, path, mode, database);
  } catch (error) {
    database.close();
    throw error;
  }
};

const prepareGeneration = <Query extends object>(
  projection: Projection<Query>,
  path: string,
  mode: GenerationMode,
  database: DatabaseSync,
): Generation<Query> => {
  database.exec(pragmas[mode]);
  const isNew = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint'`).get() === undefined;
  if (isNew) {
    database.exec('BEGIN');
    database.exec(checkpointTable);
    database.exec(projection.tables);
    if (mode === 'serving') database.exec(projection.indexes);
    database.exec('COMMIT');
  }
  const checkpoint = openCheckpoint(database);
  const changes = projection.project(database);
  const query = projection.query(database);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  let position = checkpoint.load();
  let stored = position;

  const handle = handlerOf(changes);

  const store = (at: Position): void => {
    checkpoint.store(at);
    stored = at;
  };
  let uncommitted = 0;
  let comparing = false;
  const isDue = (): boolean => mode === 'serving' || (uncommitted >= eventsPerRebuildTransaction && !comparing);
  const settle = (): void => {
    if (database.isTransaction) commit.run();
    uncommitted = 0;
  };
  const advance = (to: Position): void => {
    if (position !== undefined && comparePositions(to, position) <= 0) return;
    position = to;
    if (to.commit - (stored?.commit ?? 0) > idlePositions) store(to);
  };

  return {
    path,
    query,
    position: () => position,
    apply: (events) => {
      const from = position;
      const fresh = from === undefined ? events : events.filter((event) => comparePositions(event.position, from) > 0);
      const last = fresh.at(-1);
      if (last === undefined) return;
      if (!fresh.some(({ event }) => concerns(changes, event.type))) {
        advance(last.position);
        return;
      }
      if (!database.isTransaction) begin.run();
      let current = last;
      try {
        for (const recorded of fresh) {
          current = recorded;
          handle(recorded);
        }
        checkpoint.store(last.position);
        uncommitted += fresh.length;
        if (isDue()) settle();
      } catch (error) {
        // Without a journal there is nothing to roll back to: a rebuild that fails is thrown away.
        if (mode === 'serving' && database.isTransaction) database.exec('ROLLBACK');
        throw new ProjectionFailure(projection.name, current, error);
      }
      position = last.position;
      stored = last.position;
    },
    advance,
    rows: () => contentTables(database).reduce((sum, { count }) => sum + count(), 0),
    bytes: () =>
      [path, `${path}-wal`].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0),
    index: () => {
      settle();
      database.exec(projection.indexes);
    },
    differenceFrom: async (running, readUpTo) => {
      database.prepare('ATTACH ? AS running').run(running);
      // The first read of the other file fixes what this transaction sees of it: a snapshot, whatever its writer does.
      settle();
      comparing = true;
      database.exec('BEGIN');
      const at = rowReader<Position>(database, checkpointIn('running')).first();
      await readUpTo(at);
      const difference = firstDifference(database);
      settle();
      comparing = false;
      database.exec('DETACH running');
      return difference;
    },
    close: () => {
      if (position !== undefined && position !== stored) store(position);
      settle();
      database.close();
    },
  };
};

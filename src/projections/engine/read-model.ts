import type { Log } from '../../application/ports/logger.ts';
import type { Recorded } from '../../application/ports/event-log.ts';
import type { Position } from '../../application/ports/event-store.ts';
import { comparePositions } from '../../application/ports/position.ts';
import type { GenerationFolder, GenerationName } from './generation-folder.ts';
import { formatGeneration } from './generation-folder.ts';
import { openGeneration } from './generation.ts';
import type { Generation } from './generation.ts';
import type { Projection } from './projection.ts';
import { createWaiters } from './waiters.ts';

/**
 * How a model gets its events:
 * - `joined`: from the subscription it shares with the others
 * - `behind`: by reading the log itself until it has caught up with the subscription
 * - `failed`: not at all, until its next try
 * - `frozen`: not at all; it answers with the rows of older code until its rebuild is switched to
 * - `paused`: not at all, for the moment of a switch
 */
type Feed = 'joined' | 'behind' | 'failed' | 'frozen' | 'paused';

/** A read model while the server runs: the generation that answers, and how it is fed. */
export type ReadModel<Query extends object = object> = Readonly<{
  projection: Projection<Query>;
  folder: GenerationFolder;
  /** Always asks the generation that answers now. */
  query: Query;
  generation: () => GenerationName;
  feed: () => Feed;
  setFeed: (feed: Exclude<Feed, 'failed'>) => void;
  /** Stops the model with the cause, until its next try. */
  fail: (cause: unknown) => void;
  position: () => Position | undefined;
  error: () => string | undefined;
  /** Applies a batch; on failure the model is `failed` and says so by the return value. */
  apply: (events: readonly Recorded[]) => boolean;
  advance: (position: Position) => void;
  /** Resolves true once everything up to `position` is in the rows, false when the time is over. */
  waitFor: (position: Position, timeoutMilliseconds: number) => Promise<boolean>;
  rows: () => number;
  bytes: () => number;
  /** Answers from another generation from now on, and drops the one before. */
  switchTo: (name: GenerationName) => void;
  close: () => void;
}>;

type Opened<Query extends object> = { name: GenerationName; generation: Generation<Query>; frozen: boolean };

/**
 * Opens what answered last. Rows made by other code answer on (frozen) if today's queries can read them;
 * a file that cannot be opened is dropped and begun anew: everything in it is in the log.
 */
const openCurrent = <Query extends object>(
  projection: Projection<Query>,
  folder: GenerationFolder,
  logger: Log,
): Opened<Query> => {
  folder.clean();
  const name = folder.current();
  if (name !== undefined && name.version < (projection.readableFrom ?? 0)) {
    folder.drop(name);
  } else if (name !== undefined) {
    try {
      const generation = openGeneration(projection, folder.pathOf(name));
      return { name, generation, frozen: name.version !== projection.version };
    } catch (error) {
      logger.warn(
        { err: error, readModel: projection.name, generation: formatGeneration(name) },
        'A read model could not be opened; it is built anew',
      );
      folder.drop(name);
    }
  }
  return { ...begin(projection, folder, (name?.generation ?? 0) + 1), frozen: false };
};

const begin = <Query extends object>(
  projection: Projection<Query>,
  folder: GenerationFolder,
  number: number,
): Readonly<{ name: GenerationName; generation: Generation<Query> }> => {
  const name = { version: projection.version, generation: number };
  const generation = openGeneration(projection, folder.pathOf(name));
  folder.point(name);
  return { name, generation };
};

/**
 * Opens one read model.
 * @param head position of the newest event: a checkpoint beyond it belongs to another log, and the rows are dropped
 */
export const openReadModel = <Query extends object>(
  projection: Projection<Query>,
  folder: GenerationFolder,
  head: Position | undefined,
  logger: Log,
): ReadModel<Query> => {
  let current = openCurrent(projection, folder, logger);
  const stored = current.generation.position();
  if (stored !== undefined && (head === undefined || comparePositions(stored, head) > 0)) {
    logger.warn({ readModel: projection.name, stored, head }, 'A read model is ahead of the log; it is built anew');
    current.generation.close();
    const { name } = current;
    current = { ...begin(projection, folder, name.generation + 1), frozen: false };
    folder.drop(name);
  }
  let feed: Feed = current.frozen ? 'frozen' : 'behind';
  let error: string | undefined;
  let counted: Readonly<{ at: Position | undefined; rows: number }> | undefined;
  const waiters = createWaiters();
  const fail = (cause: unknown): void => {
    error = cause instanceof Error ? cause.message : String(cause);
    feed = 'failed';
    logger.error({ err: cause, readModel: projection.name }, 'A read model failed');
  };

  return {
    projection,
    folder,
    query: new Proxy(current.generation.query, {
      get: (_first, question) => Reflect.get(current.generation.query, question) as unknown,
    }),
    generation: () => current.name,
    feed: () => feed,
    setFeed: (to) => {
      feed = to;
    },
    fail,
    position: () => current.generation.position(),
    error: () => error,
    apply: (events) => {
      try {
        current.generation.apply(events);
      } catch (failure) {
        // Whatever a row change or SQLite throws stops this model alone; the cause is kept for its status.
        fail(failure);
        return false;
      }
      error = undefined;
      waiters.reached(current.generation.position());
      return true;
    },
    advance: (position) => {
      current.generation.advance(position);
      waiters.reached(current.generation.position());
    },
    waitFor: (position, timeoutMilliseconds) =>
      waiters.wait(position, current.generation.position(), timeoutMilliseconds),
    rows: () => {
      const at = current.generation.position();
      if (counted === undefined || counted.at !== at) counted = { at, rows: current.generation.rows() };
      return counted.rows;
    },
    bytes: () => current.generation.bytes(),
    switchTo: (name) => {
      const next: Opened<Query> = {
        name,
        generation: openGeneration(projection, folder.pathOf(name)),
        frozen: false,
      };
      folder.point(name);
      const before = current;
      current = next;
      counted = undefined;
      error = undefined;
      before.generation.close();
      folder.drop(before.name);
      waiters.reached(current.generation.position());
    },
    close: () => {
      waiters.giveUp();
      current.generation.close();
    },
  };
};

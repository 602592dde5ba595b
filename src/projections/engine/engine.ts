import { join } from 'node:path';
import type { EventLog } from '../../application/ports/event-log.ts';
import type { Position } from '../../application/ports/event-store.ts';
import type { Log } from '../../application/ports/logger.ts';
import { startFeed } from './feed.ts';
import type { AppliedBatch } from './feed.ts';
import { formatGeneration, openGenerationFolder } from './generation-folder.ts';
import type { LogSource } from './log-source.ts';
import type { Projection } from './projection.ts';
import { openReadModel } from './read-model.ts';
import type { ReadModel } from './read-model.ts';
import { createRebuilds } from './rebuilds.ts';
import type { ReadModelState, ReadModelStatus, RebuildStatus } from './status.ts';

/** A read model by its name, or `all` of them. */
type Which = string;

export type ProjectionEngine = Readonly<{
  names: readonly string[];
  /** Questions to one read model; they follow its switches. The projection must be one the engine was opened with. */
  query: <Query extends object>(projection: Projection<Query>) => Query;
  statuses: () => Promise<readonly ReadModelStatus[]>;
  /** True once the model, or every model, has reached the head of the log and has not failed. */
  isLive: (which?: Which) => boolean;
  /** Resolves true once the rows hold everything up to `position`, false when the time is over. */
  waitFor: (which: Which, position: Position, timeoutMilliseconds: number) => Promise<boolean>;
  /** Resolves true once {@link ProjectionEngine.isLive}, false when the time is over. */
  waitUntilLive: (timeoutMilliseconds: number) => Promise<boolean>;
  /** Calls back after each batch of the shared subscription, once every model that is fed by it has committed; returns how to stop. */
  onChange: (listener: (batch: AppliedBatch) => void) => () => void;
  /** Calls back after the rows or the checkpoint of one model changed, a switch included; returns how to stop. */
  onProgress: (name: string, listener: () => void) => () => void;
  /** Rebuilds beside the running version; resolves when it is over, per model with how it ended. Never rejects for a failed rebuild. */
  rebuild: (which: Which) => Promise<ReadonlyMap<string, RebuildStatus>>;
  /** False when there is nothing to cancel. */
  cancelRebuild: (name: string) => boolean;
  close: () => Promise<void>;
}>;

export type EngineOptions = Readonly<{
  /** Holds a folder per read model; made when missing. Disposable: everything in it is in the log. */
  directory: string;
  projections: readonly Projection[];
  /** URL of a module that exports the same `projections`, for worker threads. */
  projectionsModule: string;
  log: Pick<EventLog, 'subscribe' | 'read' | 'head'>;
  logSource: LogSource;
  logger: Log;
  /** Threads that share a rebuild. Default 2; more than the spare cores do not help. */
  rebuildThreads?: number;
  /** Wait before a failed model is tried again, in milliseconds. Default: 1 s, doubled up to 60 s. */
  retry?: Readonly<{ first: number; cap: number }>;
  /** Longest time that a model may stand still for its switch, in milliseconds. Default 10 s. */
  pauseMilliseconds?: number;
}>;

const noSuchModel = (name: string): Error => new Error(`there is no read model ${name}`);

/**
 * Opens every read model and feeds them from one subscription. What answered before the restart answers at once;
 * models whose code has changed are rebuilt in the background.
 */
export const openProjectionEngine = async (options: EngineOptions): Promise<ProjectionEngine> => {
  const { directory, projections, log, logger } = options;
  const head = await log.head();
  const models = projections.map((projection) =>
    openReadModel(projection, openGenerationFolder(join(directory, projection.name)), head, logger),
  );
  const outdated = models.filter((model) => model.feed() === 'frozen');

  const batchListeners = new Set<(batch: AppliedBatch) => void>();
  const progressListeners = new Map<ReadModel, Set<() => void>>(models.map((model) => [model, new Set()]));
  const notify = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      // A listener is somebody else's code; its fault must not stop the rows.
      logger.error({ err: error }, 'A listener to the read models failed');
    }
  };

  const feed = startFeed({
    log,
    models,
    logger,
    retry: options.retry ?? { first: 1_000, cap: 60_000 },
    onBatch: (batch) => {
      for (const listener of batchListeners) notify(() => listener(batch));
    },
    onProgress: (model) => {
      for (const listener of progressListeners.get(model) ?? []) notify(listener);
    },
  });
  const rebuilds = createRebuilds({
    feed,
    projectionsModule: options.projectionsModule,
    logSource: options.logSource,
    logger,
    threads: options.rebuildThreads ?? 2,
    pauseMilliseconds: options.pauseMilliseconds ?? 10_000,
  });

  const named = (name: string): ReadModel => {
    const model = models.find(({ projection }) => projection.name === name);
    if (model === undefined) throw noSuchModel(name);
    return model;
  };
  const chosen = (which: Which): readonly ReadModel[] => (which === 'all' ? models : [named(which)]);

  const stateOf = (model: ReadModel): ReadModelState => {
    if (model.feed() === 'failed' || feed.error() !== undefined) return 'failed';
    return model.feed() === 'joined' && feed.live() ? 'live' : 'catching-up';
  };
  const isLive = (which: Which = 'all'): boolean => chosen(which).every((model) => stateOf(model) === 'live');

  const statusOf = (model: ReadModel, headNow: Position | undefined): ReadModelStatus => {
    const position = model.position();
    return {
      name: model.projection.name,
      version: model.generation().version,
      generation: formatGeneration(model.generation()),
      state: stateOf(model),
      position,
      lag: Math.max(0, (headNow?.commit ?? 0) - (position?.commit ?? 0)),
      rows: model.rows(),
      bytes: model.bytes(),
      error: model.error() ?? feed.error() ?? null,
      rebuild: rebuilds.status(model),
    };
  };

  const onProgress = (model: ReadModel, listener: () => void): (() => void) => {
    progressListeners.get(model)?.add(listener);
    return () => {
      progressListeners.get(model)?.delete(listener);
    };
  };

  if (outdated.length > 0) {
    logger.info(
      { readModels: outdated.map(({ projection }) => projection.name) },
      'Read models of other code are rebuilt',
    );
    void rebuilds.start(outdated);
  }

  return {
    names: projections.map(({ name }) => name),
    query: <Query extends object>(projection: Projection<Query>) => {
      const model = named(projection.name);
      if (model.projection !== projection) throw noSuchModel(projection.name);
      // The model was opened with this very projection, whose queries it therefore has.
      return model.query as Query;
    },
    statuses: async () => {
      const headNow = await log.head().catch((error: unknown) => {
        logger.warn({ err: error }, 'The head of the log is unknown; lag is counted from the subscription');
        return feed.position();
      });
      return models.map((model) => statusOf(model, headNow));
    },
    isLive,
    waitFor: async (which, position, timeoutMilliseconds) => {
      const reached = await Promise.all(chosen(which).map((model) => model.waitFor(position, timeoutMilliseconds)));
      return reached.every(Boolean);
    },
    waitUntilLive: (timeoutMilliseconds) => {
      if (isLive()) return Promise.resolve(true);
      return new Promise((resolve) => {
        const settle = (live: boolean): void => {
          clearTimeout(timer);
          for (const stop of stops) stop();
          resolve(live);
        };
        const timer = setTimeout(settle, timeoutMilliseconds, false);
        const stops = models.map((model) =>
          onProgress(model, () => {
            if (isLive()) settle(true);
          }),
        );
      });
    },
    onChange: (listener) => {
      batchListeners.add(listener);
      return () => batchListeners.delete(listener);
    },
    onProgress: (name, listener) => onProgress(named(name), listener),
    rebuild: (which) => rebuilds.start(chosen(which)),
    cancelRebuild: (name) => rebuilds.cancel(named(name)),
    close: async () => {
      await rebuilds.stop();
      await feed.stop();
      for (const model of models) model.close();
    },
  };
};

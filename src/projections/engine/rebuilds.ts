import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Log } from '../../application/ports/logger.ts';
import type { Feed } from './feed.ts';
import type { GenerationName } from './generation-folder.ts';
import type { LogSource } from './log-source.ts';
import type { ReadModel } from './read-model.ts';
import type { FromWorker, RebuildOrder, ToWorker } from './rebuild-protocol.ts';
import { shareOut } from './share-out.ts';
import type { RebuildStatus } from './status.ts';

export type Rebuilds = Readonly<{
  /** Starts the models that are not being rebuilt already; resolves with how each of `models` ended. */
  start: (models: readonly ReadModel[]) => Promise<ReadonlyMap<string, RebuildStatus>>;
  /** Ends the rebuild that a model is part of; what was switched stays switched. False when there is none. */
  cancel: (model: ReadModel) => boolean;
  /** The current rebuild of a model, or how the last one ended. */
  status: (model: ReadModel) => RebuildStatus | null;
  /** Cancels everything and waits for the threads to end. */
  stop: () => Promise<void>;
}>;

export type RebuildsOptions = Readonly<{
  feed: Feed;
  /** URL of a module that exports `projections`. */
  projectionsModule: string;
  logSource: LogSource;
  logger: Log;
  /** Threads that share the models of one rebuild; each reads the log once. */
  threads: number;
  /** Longest time that a model may stand still for its switch. */
  pauseMilliseconds: number;
}>;

type Job = Readonly<{ cancel: () => void; over: Promise<void> }>;

const begun: RebuildStatus = {
  state: 'running',
  done: 0,
  total: 0,
  eventsPerSecond: 0,
  equal: null,
  difference: null,
  error: null,
};

/**
 * A thread holds one page of events at a time: what it needs does not grow with the log, and small generations keep
 * the garbage of decoding from spreading over memory.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 } as const;

const isOver = ({ state }: RebuildStatus): boolean => state !== 'running' && state !== 'comparing';

/** Builds new generations in threads beside the running ones, and switches to each when it is complete. */
export const createRebuilds = (options: RebuildsOptions): Rebuilds => {
  const { feed, projectionsModule, logSource, logger, threads, pauseMilliseconds } = options;
  const statuses = new Map<ReadModel, RebuildStatus>();
  /** The thread that each model is being rebuilt by, until it is switched to or the thread ends. */
  const jobs = new Map<ReadModel, Job>();

  const update = (model: ReadModel, change: Partial<RebuildStatus>): void => {
    statuses.set(model, { ...(statuses.get(model) ?? begun), ...change });
  };

  /** One thread with its share of the models. */
  const build = (models: readonly ReadModel[]): Job => {
    const names = new Map<ReadModel, GenerationName>(
      models.map((model) => [
        model,
        { version: model.projection.version, generation: model.generation().generation + 1 },
      ]),
    );
    const open = new Set(models);
    const switched = new Set<ReadModel>();
    const feedBefore = new Map<ReadModel, 'rejoin' | 'frozen'>();
    let timer: NodeJS.Timeout | undefined;

    for (const [model, name] of names) {
      model.folder.drop(name);
      statuses.set(model, begun);
    }
    const order: RebuildOrder = {
      projectionsModule,
      logSource,
      targets: Array.from(names, ([model, name]) => ({
        name: model.projection.name,
        path: model.folder.pathOf(name),
        running:
          model.feed() === 'frozen' || model.feed() === 'failed' ? null : model.folder.pathOf(model.generation()),
      })),
    };
    const worker = new Worker(fileURLToPath(new URL('rebuild-worker.ts', import.meta.url)), {
      workerData: order,
      execArgv: [],
      resourceLimits,
      name: 'rebuild',
    });

    const resume = (model: ReadModel): void => {
      clearTimeout(timer);
      if (feedBefore.get(model) === 'frozen') feed.leave(model, 'frozen');
      else if (feedBefore.has(model)) feed.rejoin(model);
      feedBefore.delete(model);
    };
    const end = (change: Pick<RebuildStatus, 'state' | 'error'>): void => {
      for (const model of open) {
        update(model, change);
        resume(model);
      }
      open.clear();
      void worker.terminate();
    };
    const fail = (error: string): void => {
      if (open.size === 0) return;
      logger.error({ readModels: Array.from(open, nameOf), error }, 'A rebuild failed');
      end({ state: 'failed', error });
    };
    const modelOf = (name: string): ReadModel | undefined => models.find((model) => nameOf(model) === name);

    const pause = (model: ReadModel): void => {
      feedBefore.set(model, model.feed() === 'frozen' ? 'frozen' : 'rejoin');
      feed.leave(model, 'paused');
      timer = setTimeout(fail, pauseMilliseconds, 'the switch took too long, so the running model goes on');
      const answer: ToWorker = { kind: 'go-to', name: nameOf(model), position: model.position() ?? null };
      worker.postMessage(answer);
    };
    const switchOver = (model: ReadModel, name: GenerationName): void => {
      clearTimeout(timer);
      try {
        model.switchTo(name);
      } catch (error) {
        // The new file could not be opened; the old one is still there.
        fail(error instanceof Error ? error.message : String(error));
        return;
      }
      open.delete(model);
      switched.add(model);
      jobs.delete(model);
      feedBefore.delete(model);
      update(model, { state: 'switched' });
      feed.rejoin(model);
      const { equal, difference } = statuses.get(model) ?? begun;
      const facts = { readModel: nameOf(model), equal, difference };
      if (equal === false) logger.warn(facts, 'A rebuilt read model differs from the one it replaces');
      else logger.info(facts, 'A rebuilt read model answers now');
    };

    const onMessage = (message: FromWorker): void => {
      if (message.kind === 'failed') {
        fail(message.error);
        return;
      }
      if (message.kind === 'progress') {
        const { done, total, eventsPerSecond } = message;
        for (const model of open) update(model, { done, total, eventsPerSecond });
        return;
      }
      const model = modelOf(message.name);
      const name = model && names.get(model);
      if (model === undefined || name === undefined || !open.has(model)) return;
      if (message.kind === 'comparing') update(model, { state: 'comparing' });
      if (message.kind === 'compared') {
        update(model, { equal: message.difference === null, difference: message.difference });
      }
      if (message.kind === 'ready') pause(model);
      if (message.kind === 'built') switchOver(model, name);
    };

    const over = new Promise<void>((resolve) => {
      worker.on('message', onMessage);
      worker.on('error', (error) => {
        fail(error instanceof Error ? error.message : String(error));
      });
      worker.on('exit', (code) => {
        fail(`the rebuilding thread ended early (exit code ${String(code)})`);
        clearTimeout(timer);
        for (const [model, name] of names) {
          if (!switched.has(model)) {
            model.folder.drop(name);
            jobs.delete(model);
          }
        }
        resolve();
      });
    });
    return {
      cancel: () => {
        end({ state: 'cancelled', error: null });
      },
      over,
    };
  };

  return {
    start: async (models) => {
      const fresh = models.filter((model) => !jobs.has(model));
      for (const share of shareOut(fresh, threads, (model) => model.bytes())) {
        const job = build(share);
        for (const model of share) jobs.set(model, job);
      }
      const underway = models.flatMap((model) => jobs.get(model) ?? []);
      await Promise.all(underway.map(({ over }) => over));
      return new Map(models.map((model) => [nameOf(model), statuses.get(model) ?? begun]));
    },
    cancel: (model) => {
      const status = statuses.get(model);
      if (status === undefined || isOver(status)) return false;
      jobs.get(model)?.cancel();
      return true;
    },
    status: (model) => statuses.get(model) ?? null,
    stop: async () => {
      const all = [...new Set(jobs.values())];
      for (const job of all) job.cancel();
      await Promise.all(all.map(({ over }) => over));
    },
  };
};

const nameOf = ({ projection }: ReadModel): string => projection.name;

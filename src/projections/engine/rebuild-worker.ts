/**
 * Thread that builds new generations beside the running ones: reads the log once for all its targets,
 * compares each with the running file, and hands it over at the position that the running one was paused at.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Recorded } from '../../application/ports/event-log.ts';
import type { Position } from '../../application/ports/event-store.ts';
import { comparePositions } from '../../application/ports/position.ts';
import { openGeneration } from './generation.ts';
import type { Generation } from './generation.ts';
import type { LogReader, LogSourceModule } from './log-source.ts';
import type { Projection } from './projection.ts';
import type { FromWorker, RebuildOrder, RebuildTarget, ToWorker } from './rebuild-protocol.ts';
import { checkpointOf } from './running-file.ts';

const progressMilliseconds = 200;

type Build = Readonly<{ target: RebuildTarget; generation: Generation }>;

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker thread only');
const tell = (message: FromWorker): void => {
  port.postMessage(message);
};

const isAfter = (left: Position, right: Position): boolean => comparePositions(left, right) > 0;

/** Pages after a position, up to and including another; then nothing between them is missing. */
async function* pagesUpTo(
  log: LogReader,
  after: Position | undefined,
  end: Position,
): AsyncGenerator<readonly Recorded[]> {
  for await (const page of log.read(after === undefined ? {} : { after })) {
    const last = page.at(-1);
    if (last !== undefined && isAfter(last.position, end)) {
      yield page.filter(({ position }) => !isAfter(position, end));
      return;
    }
    yield page;
  }
}

const readInto = async (
  log: LogReader,
  generation: Pick<Generation, 'apply' | 'advance' | 'position'>,
  end: Position | undefined,
): Promise<void> => {
  const from = generation.position();
  if (end === undefined || (from !== undefined && !isAfter(end, from))) return;
  for await (const page of pagesUpTo(log, from, end)) generation.apply(page);
  generation.advance(end);
};

/** The furthest place that every running file has passed; without any, the head of the log. */
const commonGoal = async (log: LogReader, targets: readonly RebuildTarget[]): Promise<Position | undefined> => {
  const checkpoints = targets.flatMap(({ running }) => (running === null ? [] : [checkpointOf(running)]));
  if (checkpoints.length === 0) return log.head();
  return checkpoints.reduce((left, right) => (left && right && isAfter(left, right) ? right : left && right && left));
};

const readForAll = async (log: LogReader, builds: readonly Build[], goal: Position): Promise<void> => {
  const started = performance.now();
  let told = started;
  let events = 0;
  const tellProgress = (done: number): void => {
    const seconds = (performance.now() - started) / 1000;
    tell({ kind: 'progress', done, total: goal.commit, eventsPerSecond: seconds > 0 ? events / seconds : 0 });
  };
  tellProgress(0);
  for await (const page of pagesUpTo(log, undefined, goal)) {
    for (const { generation } of builds) generation.apply(page);
    events += page.length;
    const now = performance.now();
    if (now - told < progressMilliseconds) continue;
    told = now;
    tellProgress(page.at(-1)?.position.commit ?? 0);
  }
  for (const { generation } of builds) generation.advance(goal);
  tellProgress(goal.commit);
};

/** The one question this thread asks: where was the model paused? */
const whereToStop = (name: string): Promise<Position | undefined> =>
  new Promise((resolve) => {
    const listen = (answer: ToWorker): void => {
      if (answer.name !== name) return;
      port.off('message', listen);
      resolve(answer.position ?? undefined);
    };
    port.on('message', listen);
    tell({ kind: 'ready', name });
  });

const flushToDisk = (path: string): void => {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const finish = async (log: LogReader, { target, generation }: Build): Promise<void> => {
  const { name, path, running } = target;
  generation.index();
  if (running !== null) {
    tell({ kind: 'comparing', name });
    const difference = await generation.differenceFrom(running, (at) => readInto(log, generation, at));
    tell({ kind: 'compared', name, difference: difference ?? null });
    // Most of what came in meanwhile is read before the running model is paused, not while it is.
    await readInto(log, generation, checkpointOf(running));
  }
  await readInto(log, generation, await whereToStop(name));
  generation.close();
  flushToDisk(path);
  tell({ kind: 'built', name });
};

const run = async ({ projectionsModule, logSource, targets }: RebuildOrder): Promise<void> => {
  const { projections } = (await import(projectionsModule)) as { projections: readonly Projection[] };
  const { openLogReader } = (await import(logSource.module)) as LogSourceModule;
  const { log, close } = await openLogReader(logSource.options);
  try {
    const builds = targets.map((target): Build => {
      const projection = projections.find(({ name }) => name === target.name);
      if (projection === undefined) throw new Error(`there is no projection ${target.name} in ${projectionsModule}`);
      return { target, generation: openGeneration(projection, target.path, 'rebuilding') };
    });
    const goal = await commonGoal(log, targets);
    if (goal !== undefined) await readForAll(log, builds, goal);
    for (const build of builds) await finish(log, build);
  } finally {
    await close();
  }
};

try {
  await run(workerData as RebuildOrder);
} catch (error) {
  tell({ kind: 'failed', error: error instanceof Error ? error.message : String(error) });
}

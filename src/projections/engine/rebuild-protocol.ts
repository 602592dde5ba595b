import type { Position } from '../../application/ports/event-store.ts';
import type { LogSource } from './log-source.ts';

/** One read model to build anew. */
export type RebuildTarget = Readonly<{
  name: string;
  /** File of the new generation. */
  path: string;
  /** File that answers now and that the new one is compared with; null when its rows are of other code, or it failed. */
  running: string | null;
}>;

/** What a worker is started with. */
export type RebuildOrder = Readonly<{
  /** URL of a module that exports `projections`, a list of Projection. */
  projectionsModule: string;
  logSource: LogSource;
  targets: readonly RebuildTarget[];
}>;

export type FromWorker =
  | Readonly<{ kind: 'progress'; done: number; total: number; eventsPerSecond: number }>
  | Readonly<{ kind: 'comparing'; name: string }>
  | Readonly<{ kind: 'compared'; name: string; difference: string | null }>
  /** The model may be paused now; the answer is `go-to`. */
  | Readonly<{ kind: 'ready'; name: string }>
  /** The file is complete, on disk and closed. */
  | Readonly<{ kind: 'built'; name: string }>
  | Readonly<{ kind: 'failed'; error: string }>;

/** How far the paused model has come: where the new generation has to be. */
export type ToWorker = Readonly<{ kind: 'go-to'; name: string; position: Position | null }>;

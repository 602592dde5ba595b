export { openProjectionEngine } from './engine.ts';
export type { EngineOptions, ProjectionEngine, Which } from './engine.ts';
export type { AppliedBatch } from './feed.ts';
export type { LogReader, LogSource, LogSourceModule, OpenLogReader } from './log-source.ts';
export type { EventHandlers, Projection, RowChanges } from './projection.ts';
export type { ReadModelState, ReadModelStatus, RebuildState, RebuildStatus } from './status.ts';

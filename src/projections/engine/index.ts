export { openProjectionEngine } from './engine.ts';
export type { EngineOptions, ProjectionEngine } from './engine.ts';
export type { LogSource } from './log-source.ts';
export type { Projection } from './projection.ts';
export type { ReadModelStatus } from './status.ts';

import type { EventLog } from '../../application/ports/event-log.ts';

/** The part of the log that a rebuild reads. */
export type LogReader = Pick<EventLog, 'read' | 'head'>;

export type OpenLogReader = Readonly<{ log: LogReader; close: () => Promise<void> }>;

/**
 * How a worker thread opens the log by itself: a module that exports `openLogReader(options)`
 * and options that survive a structured clone. Chosen by the composition root.
 */
export type LogSource = Readonly<{ module: string; options: unknown }>;

/** What the module of a {@link LogSource} exports. */
export type LogSourceModule = Readonly<{ openLogReader: (options: unknown) => Promise<OpenLogReader> }>;

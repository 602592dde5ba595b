import type { Position } from '../../application/ports/event-store.ts';

/**
 * - `running`: reading the log into the new generation
 * - `comparing`: the new generation beside the running one, at the same position
 * - `switched`, `failed`, `cancelled`: over
 */
type RebuildState = 'running' | 'comparing' | 'switched' | 'failed' | 'cancelled';

export type RebuildStatus = Readonly<{
  state: RebuildState;
  /** Log positions read (embedded store: events). */
  done: number;
  /** Log positions to read. */
  total: number;
  eventsPerSecond: number;
  /** Null until compared, and when there was nothing to compare with (another version, a failed model). */
  equal: boolean | null;
  /** Table, key and columns of the first row that differs; never values, which may be personal. */
  difference: string | null;
  error: string | null;
}>;

export type ReadModelState = 'catching-up' | 'live' | 'failed';

export type ReadModelStatus = Readonly<{
  name: string;
  version: number;
  /** `<version>-<generation>` of the file that answers. */
  generation: string;
  state: ReadModelState;
  position: Position | undefined;
  /** Log positions behind the head (embedded store: events). */
  lag: number;
  rows: number;
  bytes: number;
  /** Why it is failed; it is retried with backoff. */
  error: string | null;
  rebuild: RebuildStatus | null;
}>;

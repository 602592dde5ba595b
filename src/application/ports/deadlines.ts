import type { Lane } from '../../domain/process/lanes.ts';
import type { Position } from './event-store.ts';

/**
 * Work that is due: a process to start or go on with, a reservation to confirm or release.
 * Rows of the `deadlines` read model; which event sets or clears which row is said in domain/process/deadline-rules.ts.
 */
export type Deadline = Readonly<{
  /** Id of the work: a process id (`provisioning-<instanceId>`) or a policy's (`confirm-hostname-<instanceId>`). */
  workId: string;
  /** Which process or policy does it: `provisioning`, `reservation-keeping`. */
  kind: string;
  /** The aggregate it is about: an instance id. */
  subject: string;
  /** ISO time. */
  dueAt: string;
  /** Event that made it due: becomes the causation of what follows. */
  causationId: string;
  correlationId: string;
  /** Position of that event. */
  position: Position;
}>;

export type Deadlines = Readonly<{
  /** Due at `now` in a lane, oldest first. */
  due: (lane: Lane, now: string, limit: number) => readonly Deadline[];
  /** ISO time of the next row that is not due yet. */
  nextDueAt: (now: string) => string | undefined;
  /** Resolves when the read model changed after the call, or the signal aborts, or the time is over. */
  changed: (signal: AbortSignal, timeoutMilliseconds: number) => Promise<void>;
  /** Resolves true once the read model holds everything up to `position`. */
  waitFor: (position: Position, timeoutMilliseconds: number) => Promise<boolean>;
}>;

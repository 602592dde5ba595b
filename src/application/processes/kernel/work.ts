import type { Deadline } from '../../ports/deadlines.ts';
import type { Position } from '../../ports/event-store.ts';

/** The right to act, for as long as it lasts. */
export type Tenure = Readonly<{
  /** Aborts when the server stops or another one took over. */
  signal: AbortSignal;
  /** @throws LeaseLostError when another server may have taken over: then nothing may be written or done any more. */
  fence: () => void;
}>;

/**
 * Does what is due. Called for one work id at a time, again as long as its row stands.
 * @returns position up to which the read model must have come before the row can be believed again;
 * undefined when nothing changed
 */
export type Worker = (work: Deadline, tenure: Tenure) => Promise<Position | undefined>;

/** Somebody else may act in our place by now. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

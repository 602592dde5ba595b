import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmbeddedCore } from './embedded-core.ts';
import type { EventRow, Scan } from './log-reader.ts';

export type FollowedPage = Readonly<{
  rows: readonly EventRow[];
  /** Exclusive. */
  scannedFrom: number;
  /** Inclusive. */
  scannedTo: number;
  /** True when this page reached the newest event, and the page before it had not. */
  caughtUp: boolean;
}>;

/**
 * Pages of the global order, for ever, until the signal aborts.
 *
 * Catching up and being live are the same thing: look at what follows the position, and wait for a commit when there is
 * nothing. So there is no seam to lose or repeat an event at, and a slow consumer holds one page and nothing else.
 *
 * @throws EventStoreError when the store fails or is closed
 */
export async function* followLog(
  core: EmbeddedCore,
  options: Omit<Scan, 'direction'> & Readonly<{ signal: AbortSignal }>,
): AsyncGenerator<FollowedPage> {
  const { signal, ...scan } = options;
  let from = scan.from;
  let live = false;
  const aborted = (): boolean => signal.aborted;
  while (!aborted()) {
    const page = core.read((reader) => reader.scan({ ...scan, from, direction: 'forwards' }));
    const caughtUp = page.atEnd && !live;
    if (page.scannedTo > from || caughtUp) {
      yield { rows: page.rows, scannedFrom: from, scannedTo: page.scannedTo, caughtUp };
    }
    from = page.scannedTo;
    live = page.atEnd;
    if (live) await core.committedAfter(from, signal);
    else await nextTurn();
  }
}

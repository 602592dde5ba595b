import type { EventLog } from '../../../application/ports/event-log.ts';
import type { Position } from '../../../application/ports/event-store.ts';
import type { Log } from '../../../application/ports/logger.ts';
import { changeOfEvent, changeStreams } from './change-of-event.ts';
import type { PlacedChange } from './change-of-event.ts';

/** Changes as they happen, from one subscription to the log for all who listen. */
export type ChangeFeed = Readonly<{
  /** Calls back with every change from now on, until the returned function is called. */
  listen: (listener: (change: PlacedChange) => void) => () => void;
  /** Changes after a position up to the head as it is when reading ends; at most `limit`, then it ends with `'too-many'`. */
  replay: (after: Position, limit: number, signal: AbortSignal) => AsyncIterable<PlacedChange | 'too-many'>;
  head: () => Promise<Position | undefined>;
  /** Account that owns an instance; undefined when nothing is known of it yet. */
  ownerOf: (instanceId: string) => string | undefined;
  stop: () => Promise<void>;
}>;

/** Owners of instances so young that no read model has them yet. */
const rememberedOwners = 1000;

/** @param ownerOf from the read model of instances */
export const startChangeFeed = async (
  eventLog: EventLog,
  ownerOf: (instanceId: string) => string | undefined,
  log: Log,
): Promise<ChangeFeed> => {
  const listeners = new Set<(change: PlacedChange) => void>();
  const young = new Map<string, string>();
  const stopping = new AbortController();

  const remember = ({ change, owner }: PlacedChange): void => {
    if (owner === undefined || change.subject.type !== 'instance') return;
    young.set(change.subject.id, owner);
    const oldest = young.keys().next().value;
    if (young.size > rememberedOwners && oldest !== undefined) young.delete(oldest);
  };

  const follow = async (after: Position | undefined): Promise<void> => {
    const options = { streamPrefixes: changeStreams, signal: stopping.signal };
    for await (const message of eventLog.subscribe(after === undefined ? options : { ...options, after })) {
      if (message.kind !== 'events') continue;
      for (const recorded of message.events) {
        const placed = changeOfEvent(recorded);
        if (placed === undefined) continue;
        remember(placed);
        for (const listener of listeners) listener(placed);
      }
    }
  };

  const following = follow(await eventLog.head()).catch((error: unknown) => {
    // The log resubscribes by itself for ever; what ends up here is a mistake of ours and must be seen.
    log.error({ err: error }, 'the stream of changes ended');
  });

  return {
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replay: async function* (after, limit, signal) {
      let count = 0;
      for await (const page of eventLog.read({ after, streamPrefixes: changeStreams, signal })) {
        for (const recorded of page) {
          const placed = changeOfEvent(recorded);
          if (placed === undefined) continue;
          count += 1;
          if (count > limit) {
            yield 'too-many';
            return;
          }
          remember(placed);
          yield placed;
        }
      }
    },
    head: () => eventLog.head(),
    ownerOf: (instanceId) => ownerOf(instanceId) ?? young.get(instanceId),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
};

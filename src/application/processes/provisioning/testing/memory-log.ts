import { createHash } from 'node:crypto';
import type { NetsocEvent } from '../../../../domain/events.ts';
import type { EventLog, LoadedStream, Recorded } from '../../../ports/event-log.ts';
import { WrongExpectedRevisionError } from '../../../ports/event-store.ts';

/** A log in memory that keeps the rules of the real one on revisions and order, and outlives the server over it. */
export type MemoryLog = EventLog & Readonly<{ all: () => readonly Recorded[] }>;

export const memoryLog = (): MemoryLog => {
  const all: Recorded[] = [];
  const position = (index: number) => ({ commit: index + 1, prepare: index + 1 });
  return {
    all: () => all,

    load: <Event extends NetsocEvent>(streamId: string) => {
      const events = all.filter((recorded): recorded is Recorded<Event> => recorded.streamId === streamId);
      const last = events.at(-1);
      const loaded: LoadedStream<Event> = {
        streamId,
        events,
        revision: last?.revision ?? 'no-stream',
        lastHash: last?.id,
      };
      return Promise.resolve(loaded);
    },
    append: (loaded, events, context) => {
      const { streamId, revision: expected } = loaded;
      const actual = all.findLast((recorded) => recorded.streamId === streamId)?.revision ?? 'no-stream';
      if (actual !== expected) return Promise.reject(new WrongExpectedRevisionError(streamId, expected, actual));
      for (const [index, event] of events.entries()) {
        const revision = (actual === 'no-stream' ? -1 : actual) + 1 + index;
        const id = createHash('sha256')
          .update(`${streamId} ${String(revision)}`)
          .digest('hex')
          .slice(0, 32);
        all.push({ event, id, streamId, revision, position: position(all.length), metadata: context });
      }
      const revision = (actual === 'no-stream' ? -1 : actual) + events.length;
      return Promise.resolve({ revision, position: position(all.length - 1), lastHash: all.at(-1)?.id ?? '' });
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator that has nothing to wait for
    async *read() {
      if (all.length > 0) yield [...all];
    },
    subscribe: () => {
      throw new Error('nobody subscribes here');
    },
    head: () => Promise.resolve(all.length === 0 ? undefined : position(all.length - 1)),
  };
};

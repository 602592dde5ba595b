import type { EventLog, LogMessage, Recorded } from '../../../application/ports/event-log.ts';
import { comparePositions } from '../../../application/ports/position.ts';

export type ArrayLog = Pick<EventLog, 'read' | 'subscribe' | 'head'> &
  Readonly<{
    append: (events: readonly Recorded[]) => void;
    /** Ends the running subscription, and any that follows until it is undefined again, with this error. */
    breakWith: (error: Error | undefined) => void;
  }>;

/** A log in memory that delivers what it is given, in pages of two: to see how the engine is fed. */
export const createArrayLog = (): ArrayLog => {
  const events: Recorded[] = [];
  let broken: Error | undefined;
  let changed = Promise.withResolvers<undefined>();
  const ring = (): void => {
    changed.resolve(undefined);
    changed = Promise.withResolvers<undefined>();
  };
  const after = (position: Recorded['position'] | undefined): number =>
    position === undefined ? 0 : events.findLastIndex((event) => comparePositions(event.position, position) <= 0) + 1;

  async function* read(options: Parameters<EventLog['read']>[0] = {}): AsyncGenerator<readonly Recorded[]> {
    for (let index = after(options.after); index < events.length; index += 2) {
      await Promise.resolve();
      yield events.slice(index, index + 2);
    }
  }
  async function* subscribe({ after: from, signal }: Parameters<EventLog['subscribe']>[0]): AsyncGenerator<LogMessage> {
    const aborted = new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
    for (let index = after(from); !signal.aborted;) {
      if (broken) throw broken;
      const waiting = changed.promise;
      if (index < events.length) {
        const page = events.slice(index, index + 2);
        index += page.length;
        yield { kind: 'events', events: page };
      } else {
        yield { kind: 'caught-up', position: events.at(-1)?.position };
        await Promise.race([waiting, aborted]);
      }
    }
  }
  return {
    read,
    subscribe,
    head: () => Promise.resolve(events.at(-1)?.position),
    append: (more) => {
      events.push(...more);
      ring();
    },
    breakWith: (error) => {
      broken = error;
      ring();
    },
  };
};

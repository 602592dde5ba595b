import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../application/ports/event-store.ts';
import {
  newPrefix,
  newStream,
  newEvents,
  expectStrictlyIncreasing,
  after,
  since,
  readEverything,
  follow,
  eventsIn,
  idsIn,
  writeConcurrently,
} from './event-store-attempts.ts';

/** How a store tells of what is appended from now on. */
export const describeSubscribing = (store: () => EventStore): void => {
  describe('subscribing', () => {
    it('catches up, says so, and goes on live', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      const old = newEvents(3);
      await store().append(`${prefix}a`, old, 'no-stream');
      const fresh = newEvents(2);
      const seen = await follow(store(), { ...since(from), streamPrefixes: [prefix] }, async (messages) => {
        const last = messages.at(-1);
        if (last?.kind === 'caught-up' && idsIn(messages).length === 3)
          await store().append(`${prefix}b`, fresh, 'no-stream');
        return idsIn(messages).length >= 5;
      });
      expect(idsIn(seen)).toEqual([...old, ...fresh].map((event) => event.id));
      expect(seen.findIndex((message) => message.kind === 'caught-up')).toBeGreaterThan(0);
    });

    it('begins after its position', async () => {
      const prefix = newPrefix();
      await store().append(`${prefix}a`, newEvents(4), 'no-stream');
      const [, second] = await store().readStream(`${prefix}a`);
      const seen = await follow(store(), { ...since(second?.position), streamPrefixes: [prefix] }, (messages) =>
        Promise.resolve(idsIn(messages).length >= 2),
      );
      expect(eventsIn(seen).map((event) => event.revision)).toEqual([2, 3]);
    });

    it('has no gap and no double at the seam while others write', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      const total = 600;
      const writing = writeConcurrently(store(), prefix, { writers: 12, appends: total / 12 });
      const seen = await follow(store(), { ...since(from), streamPrefixes: [prefix] }, (messages) =>
        Promise.resolve(idsIn(messages).length >= total),
      );
      await writing;
      expectStrictlyIncreasing(eventsIn(seen));
      expect(eventsIn(seen)).toHaveLength(total);
      const log = await readEverything(store(), { ...after(from), streamPrefixes: [prefix] });
      expect(idsIn(seen)).toEqual(log.map((event) => event.id));
    });

    it('gives a slow consumer everything', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      const total = 800;
      const writing = writeConcurrently(store(), prefix, { writers: 8, appends: total / 8 });
      let ready = 0;
      const seen = await follow(store(), { ...since(from), streamPrefixes: [prefix] }, async (messages) => {
        // Slower than the writers: nothing more is taken until another append has gone through.
        if ((ready += 1) <= 20) await store().append(newStream(), newEvents(1), 'no-stream');
        return idsIn(messages).length >= total;
      });
      await writing;
      expectStrictlyIncreasing(eventsIn(seen));
      expect(eventsIn(seen)).toHaveLength(total);
    });

    it('ends normally when its signal aborts, also while it waits', async () => {
      const abort = new AbortController();
      const kinds: string[] = [];
      for await (const message of store().subscribeAll({
        ...since(await store().head()),
        streamPrefixes: [newPrefix()],
        signal: abort.signal,
      })) {
        kinds.push(message.kind);
        if (message.kind === 'caught-up') setImmediate(() => abort.abort());
      }
      expect(kinds).toContain('caught-up');
    });
  });
};

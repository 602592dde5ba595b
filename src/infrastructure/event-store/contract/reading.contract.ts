import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../application/ports/event-store.ts';
import {
  newPrefix,
  newStream,
  newEvents,
  expectStrictlyIncreasing,
  after,
  readEverything,
} from './event-store-attempts.ts';

/** What a store gives back: stream by stream, and in the global order. */
export const describeReading = (store: () => EventStore): void => {
  describe('reading a stream', () => {
    const stream = newStream();
    beforeAll(() => store().append(stream, newEvents(10), 'no-stream'));
    const revisions = async (
      ...options: Parameters<EventStore['readStream']> extends [string, ...infer Rest] ? Rest : never
    ) => (await store().readStream(stream, ...options)).map((event) => event.revision);

    it('goes forwards from the start', async () => {
      expect(await revisions()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });
    it('goes forwards from a revision, up to a limit', async () => {
      expect(await revisions({ from: 4, maxCount: 3 })).toEqual([4, 5, 6]);
      expect(await revisions({ from: 8, maxCount: 30 })).toEqual([8, 9]);
      expect(await revisions({ from: 10 })).toEqual([]);
    });
    it('goes backwards from the end', async () => {
      expect(await revisions({ direction: 'backwards', maxCount: 3 })).toEqual([9, 8, 7]);
    });
    it('goes backwards from a revision, up to a limit', async () => {
      expect(await revisions({ direction: 'backwards', from: 4, maxCount: 2 })).toEqual([4, 3]);
      expect(await revisions({ direction: 'backwards', from: 1 })).toEqual([1, 0]);
    });
    it('finds nothing in a stream that does not exist', async () => {
      expect(await store().readStream(newStream())).toEqual([]);
      expect(await store().readStream(newStream(), { direction: 'backwards', maxCount: 1 })).toEqual([]);
    });
  });

  describe('reading the global order', () => {
    it('goes on after a position, in the order of the appends, across streams', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      const appended: string[] = [];
      for (let index = 0; index < 6; index += 1) {
        const events = newEvents(2);
        await store().append(`${prefix}${String(index % 3)}`, events, 'any');
        appended.push(...events.map((event) => event.id));
      }
      const all = await readEverything(store(), { ...after(from), streamPrefixes: [prefix] });
      expect(all.map((event) => event.id)).toEqual(appended);
      expectStrictlyIncreasing(all);

      const middle = all[4]?.position;
      const rest = await readEverything(store(), { ...after(middle), streamPrefixes: [prefix] });
      expect(rest.map((event) => event.id)).toEqual(appended.slice(5));
    });

    it('goes backwards before a position, and from the end', async () => {
      const prefix = newPrefix();
      const events = newEvents(6);
      await store().append(`${prefix}a`, events, 'no-stream');
      const newestFirst = events.map((event) => event.id).reverse();
      const backwards = { direction: 'backwards', streamPrefixes: [prefix] } as const;

      const all = await readEverything(store(), { ...backwards, maxCount: 6 });
      expect(all.map((event) => event.id)).toEqual(newestFirst);
      const before = await readEverything(store(), { ...backwards, ...after(all[1]?.position), maxCount: 3 });
      expect(before.map((event) => event.id)).toEqual(newestFirst.slice(2, 5));
    });

    it('keeps to the streams whose names begin with one of the prefixes', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      for (const stream of ['a-1', 'b-1', 'ab-1', 'c-1', 'a-2']) {
        await store().append(prefix + stream, newEvents(1), 'no-stream');
      }
      const found = await readEverything(store(), { ...after(from), streamPrefixes: [`${prefix}a-`, `${prefix}c-`] });
      expect(found.map((event) => event.streamId)).toEqual([`${prefix}a-1`, `${prefix}c-1`, `${prefix}a-2`]);
    });

    it('stops at the limit', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      await store().append(`${prefix}a`, newEvents(5), 'no-stream');
      await store().append(`${prefix}b`, newEvents(5), 'no-stream');
      const found = await readEverything(store(), { ...after(from), streamPrefixes: [prefix], maxCount: 7 });
      expect(found.map((event) => event.revision)).toEqual([0, 1, 2, 3, 4, 0, 1]);
    });

    it('reads many pages without gap or double', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      const batches = Array.from({ length: 13 }, () => newEvents(100));
      for (const [index, batch] of batches.entries())
        await store().append(`${prefix}${String(index)}`, batch, 'no-stream');
      const found = await readEverything(store(), { ...after(from), streamPrefixes: [prefix] });
      expect(found.map((event) => event.id)).toEqual(batches.flat().map((event) => event.id));
    });

    it('never shows system streams', async () => {
      const from = await store().head();
      const stream = newStream();
      await store().append(stream, newEvents(1), 'no-stream');
      await store().limitStream(stream, 5);
      await store().append(stream, newEvents(1), 0);
      const found = await readEverything(store(), after(from));
      expect(found.filter((event) => event.streamId.startsWith('$'))).toEqual([]);
      expect(found.filter((event) => event.streamId === stream)).toHaveLength(2);
    });

    it('ends when its signal aborts', async () => {
      const abort = new AbortController();
      abort.abort(new Error('enough'));
      await expect(readEverything(store(), { signal: abort.signal })).rejects.toThrow('enough');
    });

    it('knows its head', async () => {
      const { position } = await store().append(newStream(), newEvents(3), 'no-stream');
      const head = await store().head();
      expect(head?.commit).toBeGreaterThanOrEqual(position.commit);
    });
  });
};

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore, EventToAppend } from '../../../application/ports/event-store.ts';
import { WrongExpectedRevisionError } from '../../../application/ports/event-store.ts';
import {
  newPrefix,
  newStream,
  newEvents,
  expectRefusal,
  expectStrictlyIncreasing,
  after,
  readEverything,
  writeConcurrently,
} from './event-store-attempts.ts';

/** What a store does with appends: one after the other, repeated, and at once. */
export const describeAppending = (store: () => EventStore): void => {
  describe('appending', () => {
    it('begins a stream at revision 0 when none is expected', async () => {
      const stream = newStream();
      const result = await store().append(stream, newEvents(1), 'no-stream');
      expect(result.revision).toBe(0);
      expect(result.position).toEqual((await store().readStream(stream))[0]?.position);
    });

    it('refuses to begin a stream that is there already, and says where it is', async () => {
      const stream = newStream();
      await store().append(stream, newEvents(3), 'no-stream');
      await expectRefusal(store().append(stream, newEvents(1), 'no-stream'), { actual: 2, expected: 'no-stream' });
      expect(await store().readStream(stream)).toHaveLength(3);
    });

    it('follows the revision that is expected', async () => {
      const stream = newStream();
      await store().append(stream, newEvents(2), 'no-stream');
      expect((await store().append(stream, newEvents(2), 1)).revision).toBe(3);
    });

    it.each([
      ['behind', 0],
      ['ahead', 7],
    ])('refuses an expected revision that is %s', async (_where, expected) => {
      const stream = newStream();
      await store().append(stream, newEvents(2), 'no-stream');
      await expectRefusal(store().append(stream, newEvents(1), expected), { actual: 1, expected });
      expect(await store().readStream(stream)).toHaveLength(2);
    });

    it('refuses an expected revision of a stream that does not exist', async () => {
      await expectRefusal(store().append(newStream(), newEvents(1), 0), { actual: 'no-stream', expected: 0 });
    });

    it('appends to any stream, new or not', async () => {
      const stream = newStream();
      expect((await store().append(stream, newEvents(1), 'any')).revision).toBe(0);
      expect((await store().append(stream, newEvents(1), 'any')).revision).toBe(1);
    });

    it('appends to a stream that must exist only when it does', async () => {
      const stream = newStream();
      await expectRefusal(store().append(stream, newEvents(1), 'stream-exists'), { actual: 'no-stream' });
      await store().append(stream, newEvents(1), 'no-stream');
      expect((await store().append(stream, newEvents(1), 'stream-exists')).revision).toBe(1);
    });

    it('stores several events in order, side by side', async () => {
      const stream = newStream();
      const events = newEvents(5);
      const result = await store().append(stream, events, 'no-stream');
      const stored = await store().readStream(stream);
      expect(stored.map((event) => event.id)).toEqual(events.map((event) => event.id));
      expect(stored.map((event) => event.revision)).toEqual([0, 1, 2, 3, 4]);
      expect(stored.at(-1)?.position).toEqual(result.position);
    });

    it('lets exactly one of many racing writers win', async () => {
      const stream = newStream();
      const attempts = await Promise.allSettled(
        Array.from({ length: 20 }, () => store().append(stream, newEvents(2), 'no-stream')),
      );
      const refusals = attempts.flatMap((attempt) =>
        attempt.status === 'rejected' ? [attempt.reason as unknown] : [],
      );
      expect(refusals).toHaveLength(19);
      for (const refusal of refusals) expect(refusal).toBeInstanceOf(WrongExpectedRevisionError);
      expect(await store().readStream(stream)).toHaveLength(2);
    });

    it('keeps every byte of data, metadata, id, type and stream name', async () => {
      const stream = newStream('naïve-名前-🚀');
      const event: EventToAppend = {
        id: randomUUID(),
        type: 'everything-happened.v1',
        data: { text: 'tab\t"quote" \u2028 🚀', nested: { list: [1, 2.5, null, true, { deep: '' }] }, big: 2 ** 52 },
        metadata: { $correlationId: randomUUID(), unicode: 'žluťoučký' },
      };
      const before = Date.now();
      await store().append(stream, [event], 'no-stream');
      const [stored] = await store().readStream(stream);
      expect(stored).toMatchObject({ ...event, streamId: stream, revision: 0 });
      expect(Math.abs((stored?.recordedAt ?? 0) - before)).toBeLessThan(60_000);
    });
  });

  describe('repeating an append with the same event ids', () => {
    it.each(['no-stream', 'any'] as const)('answers as before and stores nothing (%s)', async (expected) => {
      const stream = newStream();
      const events = newEvents(3);
      const first = await store().append(stream, events, expected);
      expect(await store().append(stream, events, expected)).toEqual(first);
      expect(await store().readStream(stream)).toHaveLength(3);
    });

    it.each([0, 'any', 'stream-exists'] as const)('is recognised after later events too (%s)', async (expected) => {
      const stream = newStream();
      await store().append(stream, newEvents(1), 'no-stream');
      const events = newEvents(2);
      const first = await store().append(stream, events, expected);
      await store().append(stream, newEvents(4), 2);
      expect(await store().append(stream, events, expected)).toEqual(first);
      expect(await store().readStream(stream)).toHaveLength(7);
    });

    it('is refused when only a part of the events is there', async () => {
      const stream = newStream();
      const events = newEvents(2);
      await store().append(stream, events, 'no-stream');
      await expectRefusal(store().append(stream, [...events, ...newEvents(1)], 'no-stream'), { actual: 1 });
      expect(await store().readStream(stream)).toHaveLength(2);
    });

    it('is one append when both run at once', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const results = await Promise.all([1, 2, 3].map(() => store().append(stream, events, 'no-stream')));
      expect(new Set(results.map((result) => result.position.commit)).size).toBe(1);
      expect(await store().readStream(stream)).toHaveLength(2);
    });
  });

  describe('64 concurrent writers', () => {
    it('get one order, complete and without doubles, equal in every way of reading it', async () => {
      const prefix = newPrefix();
      const from = await store().head();
      await writeConcurrently(store(), prefix, { writers: 64, appends: 10 });
      const log = await readEverything(store(), { ...after(from), streamPrefixes: [prefix] });
      expect(log).toHaveLength(640);
      expect(new Set(log.map((event) => event.id)).size).toBe(640);
      expectStrictlyIncreasing(log);
      for (let writer = 0; writer < 64; writer += 1) {
        const stream = `${prefix}${String(writer)}`;
        const ofStream = log.filter((event) => event.streamId === stream);
        expect(ofStream.map((event) => event.revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect(await store().readStream(stream)).toEqual(ofStream);
      }
    });
  });
};

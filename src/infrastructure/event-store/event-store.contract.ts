import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  EventStore,
  EventToAppend,
  Position,
  ReadAllOptions,
  RecordedEvent,
  SubscribeAllOptions,
  SubscriptionMessage,
} from '../../application/ports/event-store.ts';
import { WrongExpectedRevisionError } from '../../application/ports/event-store.ts';

/**
 * What every event store must do, whatever it is made of. Streams carry a prefix of their own in each test, and reads of
 * the global order begin where the test began, so the suite also runs against a server that others use.
 */
export const describeEventStoreContract = (name: string, open: () => Promise<EventStore>): void => {
  describe(`event store contract: ${name}`, () => {
    let store: EventStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describe('appending', () => {
      it('begins a stream at revision 0 when none is expected', async () => {
        const stream = newStream();
        const result = await store.append(stream, newEvents(1), 'no-stream');
        expect(result.revision).toBe(0);
        expect(result.position).toEqual((await store.readStream(stream))[0]?.position);
      });

      it('refuses to begin a stream that is there already, and says where it is', async () => {
        const stream = newStream();
        await store.append(stream, newEvents(3), 'no-stream');
        await expectRefusal(store.append(stream, newEvents(1), 'no-stream'), { actual: 2, expected: 'no-stream' });
        expect(await store.readStream(stream)).toHaveLength(3);
      });

      it('follows the revision that is expected', async () => {
        const stream = newStream();
        await store.append(stream, newEvents(2), 'no-stream');
        expect((await store.append(stream, newEvents(2), 1)).revision).toBe(3);
      });

      it.each([
        ['behind', 0],
        ['ahead', 7],
      ])('refuses an expected revision that is %s', async (_where, expected) => {
        const stream = newStream();
        await store.append(stream, newEvents(2), 'no-stream');
        await expectRefusal(store.append(stream, newEvents(1), expected), { actual: 1, expected });
        expect(await store.readStream(stream)).toHaveLength(2);
      });

      it('refuses an expected revision of a stream that does not exist', async () => {
        await expectRefusal(store.append(newStream(), newEvents(1), 0), { actual: 'no-stream', expected: 0 });
      });

      it('appends to any stream, new or not', async () => {
        const stream = newStream();
        expect((await store.append(stream, newEvents(1), 'any')).revision).toBe(0);
        expect((await store.append(stream, newEvents(1), 'any')).revision).toBe(1);
      });

      it('appends to a stream that must exist only when it does', async () => {
        const stream = newStream();
        await expectRefusal(store.append(stream, newEvents(1), 'stream-exists'), { actual: 'no-stream' });
        await store.append(stream, newEvents(1), 'no-stream');
        expect((await store.append(stream, newEvents(1), 'stream-exists')).revision).toBe(1);
      });

      it('stores several events in order, side by side', async () => {
        const stream = newStream();
        const events = newEvents(5);
        const result = await store.append(stream, events, 'no-stream');
        const stored = await store.readStream(stream);
        expect(stored.map((event) => event.id)).toEqual(events.map((event) => event.id));
        expect(stored.map((event) => event.revision)).toEqual([0, 1, 2, 3, 4]);
        expect(stored.at(-1)?.position).toEqual(result.position);
      });

      it('lets exactly one of many racing writers win', async () => {
        const stream = newStream();
        const attempts = await Promise.allSettled(
          Array.from({ length: 20 }, () => store.append(stream, newEvents(2), 'no-stream')),
        );
        const refusals = attempts.flatMap((attempt) =>
          attempt.status === 'rejected' ? [attempt.reason as unknown] : [],
        );
        expect(refusals).toHaveLength(19);
        for (const refusal of refusals) expect(refusal).toBeInstanceOf(WrongExpectedRevisionError);
        expect(await store.readStream(stream)).toHaveLength(2);
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
        await store.append(stream, [event], 'no-stream');
        const [stored] = await store.readStream(stream);
        expect(stored).toMatchObject({ ...event, streamId: stream, revision: 0 });
        expect(Math.abs((stored?.recordedAt ?? 0) - before)).toBeLessThan(60_000);
      });
    });

    describe('repeating an append with the same event ids', () => {
      it.each(['no-stream', 'any'] as const)('answers as before and stores nothing (%s)', async (expected) => {
        const stream = newStream();
        const events = newEvents(3);
        const first = await store.append(stream, events, expected);
        expect(await store.append(stream, events, expected)).toEqual(first);
        expect(await store.readStream(stream)).toHaveLength(3);
      });

      it.each([0, 'any', 'stream-exists'] as const)('is recognised after later events too (%s)', async (expected) => {
        const stream = newStream();
        await store.append(stream, newEvents(1), 'no-stream');
        const events = newEvents(2);
        const first = await store.append(stream, events, expected);
        await store.append(stream, newEvents(4), 2);
        expect(await store.append(stream, events, expected)).toEqual(first);
        expect(await store.readStream(stream)).toHaveLength(7);
      });

      it('is refused when only a part of the events is there', async () => {
        const stream = newStream();
        const events = newEvents(2);
        await store.append(stream, events, 'no-stream');
        await expectRefusal(store.append(stream, [...events, ...newEvents(1)], 'no-stream'), { actual: 1 });
        expect(await store.readStream(stream)).toHaveLength(2);
      });

      it('is one append when both run at once', async () => {
        const stream = newStream();
        const events = newEvents(2);
        const results = await Promise.all([1, 2, 3].map(() => store.append(stream, events, 'no-stream')));
        expect(new Set(results.map((result) => result.position.commit)).size).toBe(1);
        expect(await store.readStream(stream)).toHaveLength(2);
      });
    });

    describe('reading a stream', () => {
      const stream = newStream();
      beforeAll(() => store.append(stream, newEvents(10), 'no-stream'));
      const revisions = async (
        ...options: Parameters<EventStore['readStream']> extends [string, ...infer Rest] ? Rest : never
      ) => (await store.readStream(stream, ...options)).map((event) => event.revision);

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
        expect(await store.readStream(newStream())).toEqual([]);
        expect(await store.readStream(newStream(), { direction: 'backwards', maxCount: 1 })).toEqual([]);
      });
    });

    describe('reading the global order', () => {
      it('goes on after a position, in the order of the appends, across streams', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        const appended: string[] = [];
        for (let index = 0; index < 6; index += 1) {
          const events = newEvents(2);
          await store.append(`${prefix}${String(index % 3)}`, events, 'any');
          appended.push(...events.map((event) => event.id));
        }
        const all = await readEverything(store, { ...after(from), streamPrefixes: [prefix] });
        expect(all.map((event) => event.id)).toEqual(appended);
        expectStrictlyIncreasing(all);

        const middle = all[4]?.position;
        const rest = await readEverything(store, { ...after(middle), streamPrefixes: [prefix] });
        expect(rest.map((event) => event.id)).toEqual(appended.slice(5));
      });

      it('goes backwards before a position, and from the end', async () => {
        const prefix = newPrefix();
        const events = newEvents(6);
        await store.append(`${prefix}a`, events, 'no-stream');
        const newestFirst = events.map((event) => event.id).reverse();
        const backwards = { direction: 'backwards', streamPrefixes: [prefix] } as const;

        const all = await readEverything(store, { ...backwards, maxCount: 6 });
        expect(all.map((event) => event.id)).toEqual(newestFirst);
        const before = await readEverything(store, { ...backwards, ...after(all[1]?.position), maxCount: 3 });
        expect(before.map((event) => event.id)).toEqual(newestFirst.slice(2, 5));
      });

      it('keeps to the streams whose names begin with one of the prefixes', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        for (const stream of ['a-1', 'b-1', 'ab-1', 'c-1', 'a-2']) {
          await store.append(prefix + stream, newEvents(1), 'no-stream');
        }
        const found = await readEverything(store, { ...after(from), streamPrefixes: [`${prefix}a-`, `${prefix}c-`] });
        expect(found.map((event) => event.streamId)).toEqual([`${prefix}a-1`, `${prefix}c-1`, `${prefix}a-2`]);
      });

      it('stops at the limit', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        await store.append(`${prefix}a`, newEvents(5), 'no-stream');
        await store.append(`${prefix}b`, newEvents(5), 'no-stream');
        const found = await readEverything(store, { ...after(from), streamPrefixes: [prefix], maxCount: 7 });
        expect(found.map((event) => event.revision)).toEqual([0, 1, 2, 3, 4, 0, 1]);
      });

      it('reads many pages without gap or double', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        const batches = Array.from({ length: 13 }, () => newEvents(100));
        for (const [index, batch] of batches.entries())
          await store.append(`${prefix}${String(index)}`, batch, 'no-stream');
        const found = await readEverything(store, { ...after(from), streamPrefixes: [prefix] });
        expect(found.map((event) => event.id)).toEqual(batches.flat().map((event) => event.id));
      });

      it('never shows system streams', async () => {
        const from = await store.head();
        const stream = newStream();
        await store.append(stream, newEvents(1), 'no-stream');
        await store.limitStream(stream, 5);
        await store.append(stream, newEvents(1), 0);
        const found = await readEverything(store, after(from));
        expect(found.filter((event) => event.streamId.startsWith('$'))).toEqual([]);
        expect(found.filter((event) => event.streamId === stream)).toHaveLength(2);
      });

      it('ends when its signal aborts', async () => {
        const abort = new AbortController();
        abort.abort(new Error('enough'));
        await expect(readEverything(store, { signal: abort.signal })).rejects.toThrow('enough');
      });

      it('knows its head', async () => {
        const { position } = await store.append(newStream(), newEvents(3), 'no-stream');
        const head = await store.head();
        expect(head?.commit).toBeGreaterThanOrEqual(position.commit);
      });
    });

    describe('subscribing', () => {
      it('catches up, says so, and goes on live', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        const old = newEvents(3);
        await store.append(`${prefix}a`, old, 'no-stream');
        const fresh = newEvents(2);
        const seen = await follow(store, { ...since(from), streamPrefixes: [prefix] }, async (messages) => {
          const last = messages.at(-1);
          if (last?.kind === 'caught-up' && idsIn(messages).length === 3)
            await store.append(`${prefix}b`, fresh, 'no-stream');
          return idsIn(messages).length >= 5;
        });
        expect(idsIn(seen)).toEqual([...old, ...fresh].map((event) => event.id));
        expect(seen.findIndex((message) => message.kind === 'caught-up')).toBeGreaterThan(0);
      });

      it('begins after its position', async () => {
        const prefix = newPrefix();
        await store.append(`${prefix}a`, newEvents(4), 'no-stream');
        const [, second] = await store.readStream(`${prefix}a`);
        const seen = await follow(store, { ...since(second?.position), streamPrefixes: [prefix] }, (messages) =>
          Promise.resolve(idsIn(messages).length >= 2),
        );
        expect(eventsIn(seen).map((event) => event.revision)).toEqual([2, 3]);
      });

      it('has no gap and no double at the seam while others write', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        const total = 600;
        const writing = writeConcurrently(store, prefix, { writers: 12, appends: total / 12 });
        const seen = await follow(store, { ...since(from), streamPrefixes: [prefix] }, (messages) =>
          Promise.resolve(idsIn(messages).length >= total),
        );
        await writing;
        expectStrictlyIncreasing(eventsIn(seen));
        expect(eventsIn(seen)).toHaveLength(total);
        const log = await readEverything(store, { ...after(from), streamPrefixes: [prefix] });
        expect(idsIn(seen)).toEqual(log.map((event) => event.id));
      });

      it('gives a slow consumer everything', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        const total = 800;
        const writing = writeConcurrently(store, prefix, { writers: 8, appends: total / 8 });
        let ready = 0;
        const seen = await follow(store, { ...since(from), streamPrefixes: [prefix] }, async (messages) => {
          // Slower than the writers: nothing more is taken until another append has gone through.
          if ((ready += 1) <= 20) await store.append(newStream(), newEvents(1), 'no-stream');
          return idsIn(messages).length >= total;
        });
        await writing;
        expectStrictlyIncreasing(eventsIn(seen));
        expect(eventsIn(seen)).toHaveLength(total);
      });

      it('ends normally when its signal aborts, also while it waits', async () => {
        const abort = new AbortController();
        const kinds: string[] = [];
        for await (const message of store.subscribeAll({
          ...since(await store.head()),
          streamPrefixes: [newPrefix()],
          signal: abort.signal,
        })) {
          kinds.push(message.kind);
          if (message.kind === 'caught-up') setImmediate(() => abort.abort());
        }
        expect(kinds).toContain('caught-up');
      });
    });

    describe('64 concurrent writers', () => {
      it('get one order, complete and without doubles, equal in every way of reading it', async () => {
        const prefix = newPrefix();
        const from = await store.head();
        await writeConcurrently(store, prefix, { writers: 64, appends: 10 });
        const log = await readEverything(store, { ...after(from), streamPrefixes: [prefix] });
        expect(log).toHaveLength(640);
        expect(new Set(log.map((event) => event.id)).size).toBe(640);
        expectStrictlyIncreasing(log);
        for (let writer = 0; writer < 64; writer += 1) {
          const stream = `${prefix}${String(writer)}`;
          const ofStream = log.filter((event) => event.streamId === stream);
          expect(ofStream.map((event) => event.revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
          expect(await store.readStream(stream)).toEqual(ofStream);
        }
      });
    });

    describe('deleting a stream', () => {
      it('leaves nothing to read', async () => {
        const stream = newStream();
        await store.append(stream, newEvents(3), 'no-stream');
        await store.deleteStream(stream, 2);
        expect(await store.readStream(stream)).toEqual([]);
        expect(await store.readStream(stream, { direction: 'backwards', maxCount: 1 })).toEqual([]);
      });

      it('is refused when the stream has moved on, or never was', async () => {
        const stream = newStream();
        await store.append(stream, newEvents(3), 'no-stream');
        await expectRefusal(store.deleteStream(stream, 1), { actual: 2, expected: 1 });
        expect(await store.readStream(stream)).toHaveLength(3);
        await expectRefusal(store.deleteStream(newStream(), 'any'), { actual: 'no-stream' });
      });

      it('may be repeated', async () => {
        const stream = newStream();
        await store.append(stream, newEvents(1), 'no-stream');
        await store.deleteStream(stream, 'any');
        await store.deleteStream(stream, 'any');
        expect(await store.readStream(stream)).toEqual([]);
      });

      it('allows to begin anew, with numbers that go on', async () => {
        const stream = newStream();
        await store.append(stream, newEvents(3), 'no-stream');
        await store.deleteStream(stream, 'any');
        const events = newEvents(2);
        expect((await store.append(stream, events, 'no-stream')).revision).toBe(4);
        const stored = await store.readStream(stream);
        expect(stored.map((event) => event.id)).toEqual(events.map((event) => event.id));
        expect(stored.map((event) => event.revision)).toEqual([3, 4]);
        expect((await store.append(stream, newEvents(1), 4)).revision).toBe(5);
      });
    });

    describe('limiting a stream', () => {
      it('keeps the newest events readable and the numbers going', async () => {
        const stream = newStream();
        await store.append(stream, newEvents(5), 'no-stream');
        await store.limitStream(stream, 2);
        expect((await store.readStream(stream)).map((event) => event.revision)).toEqual([3, 4]);
        await store.append(stream, newEvents(1), 4);
        await store.append(stream, newEvents(1), 5);
        expect((await store.readStream(stream)).map((event) => event.revision)).toEqual([5, 6]);
        expect((await store.readStream(stream, { direction: 'backwards' })).map((event) => event.revision)).toEqual([
          6, 5,
        ]);
      });

      it('may come before the first event, and again', async () => {
        const stream = newStream();
        await store.limitStream(stream, 1);
        await store.limitStream(stream, 1);
        await store.append(stream, newEvents(3), 'no-stream');
        expect((await store.readStream(stream)).map((event) => event.revision)).toEqual([2]);
      });
    });
  });
};

const newPrefix = (): string => `test${randomUUID().replaceAll('-', '')}-`;

const newStream = (name = 'stream'): string => newPrefix() + name;

export const newEvents = (count: number): readonly EventToAppend[] =>
  Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'thing-happened.v1',
    data: { index, text: 'something worth remembering' },
    metadata: { at: '2026-01-01T00:00:00.000Z' },
  }));

const expectRefusal = async (
  attempt: Promise<unknown>,
  details: Partial<Pick<WrongExpectedRevisionError, 'actual' | 'expected'>>,
): Promise<void> => {
  const outcome: unknown = await attempt.catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(WrongExpectedRevisionError);
  expect(outcome).toMatchObject(details);
};

/** Positions are compared by commit, then prepare; no two events share one. */
const expectStrictlyIncreasing = (events: readonly RecordedEvent[]): void => {
  const isBefore = (left: Position, right: Position): boolean =>
    left.commit < right.commit || (left.commit === right.commit && left.prepare < right.prepare);
  const outOfOrder = events.filter((event, index) => {
    const previous = events[index - 1];
    return previous && !isBefore(previous.position, event.position);
  });
  expect(outOfOrder).toEqual([]);
};

const after = (from: Position | undefined): Pick<ReadAllOptions, 'from'> => (from ? { from } : {});

export const since = (position: Position | undefined): Pick<SubscribeAllOptions, 'after'> =>
  position ? { after: position } : {};

export const readEverything = async (
  store: Pick<EventStore, 'readAll'>,
  options: ReadAllOptions,
): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll(options)) events.push(...page);
  return events;
};

/** Collects messages until `enough` says so after one of them; then aborts the subscription. */
const follow = async (
  store: EventStore,
  options: Omit<SubscribeAllOptions, 'signal'>,
  enough: (messages: readonly SubscriptionMessage[]) => Promise<boolean>,
): Promise<readonly SubscriptionMessage[]> => {
  const abort = new AbortController();
  const messages: SubscriptionMessage[] = [];
  for await (const message of store.subscribeAll({ ...options, signal: abort.signal })) {
    messages.push(message);
    if (await enough(messages)) abort.abort();
  }
  return messages;
};

const eventsIn = (messages: readonly SubscriptionMessage[]): readonly RecordedEvent[] =>
  messages.flatMap((message) => (message.kind === 'events' ? message.events : []));

const idsIn = (messages: readonly SubscriptionMessage[]): readonly string[] =>
  eventsIn(messages).map((event) => event.id);

/** Each writer appends one event after the other to a stream of its own. */
export const writeConcurrently = async (
  store: EventStore,
  prefix: string,
  { writers, appends }: Readonly<{ writers: number; appends: number }>,
): Promise<void> => {
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let index = 0; index < appends; index += 1) {
        await store.append(`${prefix}${String(writer)}`, newEvents(1), index === 0 ? 'no-stream' : index - 1);
      }
    }),
  );
};

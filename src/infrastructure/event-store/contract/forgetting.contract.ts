import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../application/ports/event-store.ts';
import { newStream, newEvents, expectRefusal } from './event-store-attempts.ts';

/** How a store lets go of events. */
export const describeForgetting = (store: () => EventStore): void => {
  describe('deleting a stream', () => {
    it('leaves nothing to read', async () => {
      const stream = newStream();
      await store().append(stream, newEvents(3), 'no-stream');
      await store().deleteStream(stream, 2);
      expect(await store().readStream(stream)).toEqual([]);
      expect(await store().readStream(stream, { direction: 'backwards', maxCount: 1 })).toEqual([]);
    });

    it('is refused when the stream has moved on, or never was', async () => {
      const stream = newStream();
      await store().append(stream, newEvents(3), 'no-stream');
      await expectRefusal(store().deleteStream(stream, 1), { actual: 2, expected: 1 });
      expect(await store().readStream(stream)).toHaveLength(3);
      await expectRefusal(store().deleteStream(newStream(), 'any'), { actual: 'no-stream' });
    });

    it('may be repeated', async () => {
      const stream = newStream();
      await store().append(stream, newEvents(1), 'no-stream');
      await store().deleteStream(stream, 'any');
      await store().deleteStream(stream, 'any');
      expect(await store().readStream(stream)).toEqual([]);
    });

    it('allows to begin anew, with numbers that go on', async () => {
      const stream = newStream();
      await store().append(stream, newEvents(3), 'no-stream');
      await store().deleteStream(stream, 'any');
      const events = newEvents(2);
      expect((await store().append(stream, events, 'no-stream')).revision).toBe(4);
      const stored = await store().readStream(stream);
      expect(stored.map((event) => event.id)).toEqual(events.map((event) => event.id));
      expect(stored.map((event) => event.revision)).toEqual([3, 4]);
      expect((await store().append(stream, newEvents(1), 4)).revision).toBe(5);
    });
  });

  describe('limiting a stream', () => {
    it('keeps the newest events readable and the numbers going', async () => {
      const stream = newStream();
      await store().append(stream, newEvents(5), 'no-stream');
      await store().limitStream(stream, 2);
      expect((await store().readStream(stream)).map((event) => event.revision)).toEqual([3, 4]);
      await store().append(stream, newEvents(1), 4);
      await store().append(stream, newEvents(1), 5);
      expect((await store().readStream(stream)).map((event) => event.revision)).toEqual([5, 6]);
      expect((await store().readStream(stream, { direction: 'backwards' })).map((event) => event.revision)).toEqual([
        6, 5,
      ]);
    });

    it('may come before the first event, and again', async () => {
      const stream = newStream();
      await store().limitStream(stream, 1);
      await store().limitStream(stream, 1);
      await store().append(stream, newEvents(3), 'no-stream');
      expect((await store().readStream(stream)).map((event) => event.revision)).toEqual([2]);
    });
  });
};

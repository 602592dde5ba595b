import { describe, expect, it } from '@jest/globals';
import { readServerSentEvents } from './server-sent-events';

const bodyOf = (...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

const collect = async (body: ReadableStream<Uint8Array>) => {
  const events = [];
  for await (const event of readServerSentEvents(body)) events.push(event);
  return events;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('readServerSentEvents', () => {
  it('gives each event with its id and name', async () => {
    const events = await collect(
      bodyOf(bytes('id: 7\nevent: change\ndata: {"a":1}\n\nid: 8\nevent: change\ndata: {}\n\n')),
    );

    expect(events).toEqual([
      { id: '7', event: 'change', data: '{"a":1}' },
      { id: '8', event: 'change', data: '{}' },
    ]);
  });

  it('puts together what the network cut, even inside a character', async () => {
    const whole = bytes('id: 7\ndata: café\n\n');
    const cut = whole.indexOf(0xc3) + 1;

    await expect(collect(bodyOf(whole.slice(0, cut), whole.slice(cut)))).resolves.toMatchObject([{ data: 'café' }]);
  });

  it('skips heartbeats, and an event that never ended', async () => {
    await expect(collect(bodyOf(bytes(': still here\n\ndata: half')))).resolves.toEqual([]);
  });

  it('lets the connection go when the reader stops', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('data: x\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const event of readServerSentEvents(body)) {
      expect(event.data).toBe('x');
      break;
    }

    expect(cancelled).toBe(true);
  });
});

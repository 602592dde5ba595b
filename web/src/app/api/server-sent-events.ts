import { createParser, type EventSourceMessage } from 'eventsource-parser';

/**
 * Reads server-sent events from the body of a reply to `fetch`, which unlike `EventSource` can send an `Authorization` header.
 * Ends when the body ends; throws what the body throws.
 */
export async function* readServerSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<EventSourceMessage> {
  const waiting: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => waiting.push(event) });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* waiting.splice(0);
    }
  } finally {
    await reader.cancel();
  }
}

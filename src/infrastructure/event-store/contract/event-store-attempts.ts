import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type {
  EventStore,
  EventToAppend,
  Position,
  ReadAllOptions,
  RecordedEvent,
  SubscribeAllOptions,
  SubscriptionMessage,
} from '../../../application/ports/event-store.ts';
import { WrongExpectedRevisionError } from '../../../application/ports/event-store.ts';

export const newPrefix = (): string => `test${randomUUID().replaceAll('-', '')}-`;

export const newStream = (name = 'stream'): string => newPrefix() + name;

export const newEvents = (count: number): readonly EventToAppend[] =>
  Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'thing-happened.v1',
    data: { index, text: 'something worth remembering' },
    metadata: { at: '2026-01-01T00:00:00.000Z' },
  }));

export const expectRefusal = async (
  attempt: Promise<unknown>,
  details: Partial<Pick<WrongExpectedRevisionError, 'actual' | 'expected'>>,
): Promise<void> => {
  const outcome: unknown = await attempt.catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(WrongExpectedRevisionError);
  expect(outcome).toMatchObject(details);
};

/** Positions are compared by commit, then prepare; no two events share one. */
export const expectStrictlyIncreasing = (events: readonly RecordedEvent[]): void => {
  const isBefore = (left: Position, right: Position): boolean =>
    left.commit < right.commit || (left.commit === right.commit && left.prepare < right.prepare);
  const outOfOrder = events.filter((event, index) => {
    const previous = events[index - 1];
    return previous && !isBefore(previous.position, event.position);
  });
  expect(outOfOrder).toEqual([]);
};

export const after = (from: Position | undefined): Pick<ReadAllOptions, 'from'> => (from ? { from } : {});

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
export const follow = async (
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

export const eventsIn = (messages: readonly SubscriptionMessage[]): readonly RecordedEvent[] =>
  messages.flatMap((message) => (message.kind === 'events' ? message.events : []));

export const idsIn = (messages: readonly SubscriptionMessage[]): readonly string[] =>
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

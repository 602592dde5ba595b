import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { AppendContext, EventLog, LogMessage } from '../../application/ports/event-log.ts';
import type { EventStore } from '../../application/ports/event-store.ts';
import { EventStoreError, WrongExpectedRevisionError } from '../../application/ports/event-store.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import {
  UndecodableEventError,
  createEventLog,
  createEventLogReader,
  createPersonalOpener,
  verifyStream,
} from './index.ts';
import { createEventRegistry } from './registry/event-registry.ts';
import { openEventLog, silent } from './testing/open-event-log.ts';
import type { OpenedEventLog } from './testing/open-event-log.ts';

let opened: OpenedEventLog;
beforeEach(async () => {
  opened = await openEventLog();
});
afterEach(() => opened.close());

const instanceId = 'i-1';
const approved: NetsocEvent = { type: 'instance-request-approved', data: { instanceId } };
const withdrawn: NetsocEvent = { type: 'instance-request-withdrawn', data: { instanceId } };
const linked: NetsocEvent = {
  type: 'account-linked',
  data: { accountId: 'ada', username: 'ada', email: 'ada@example.org', displayName: 'Ada' },
};

const context = (): AppendContext => ({
  commandId: randomUUID(),
  correlationId: 'correlation',
  causationId: 'causation',
  actor: { type: 'account', id: 'ada', roles: ['member'] },
  source: { channel: 'http', requestId: 'r-1' },
  at: '2026-05-04T12:00:00.000Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
});

const append = async (streamId: string, events: readonly NetsocEvent[], log = opened.log) =>
  log.append(await log.load(streamId), events, context());

const eventsOf = async (log: Pick<EventLog, 'read'>, options?: Parameters<EventLog['read']>[0]) => {
  const events: NetsocEvent[] = [];
  for await (const page of log.read(options)) events.push(...page.map(({ event }) => event));
  return events;
};

/** What one connection of the store does before the real one takes over. */
const storeWith = (change: Partial<EventStore>): EventStore => ({ ...opened.store, ...change });

describe('appending', () => {
  it('stores facts with a versioned name and everything that is known of their cause', async () => {
    await append('instance-i-1', [approved]);
    const [stored] = await opened.store.readStream('instance-i-1');
    expect(stored).toMatchObject({
      type: 'instance-request-approved.v1',
      data: { instanceId },
      metadata: {
        $correlationId: 'correlation',
        $causationId: 'causation',
        actor: { type: 'account', id: 'ada', roles: ['member'] },
        source: { channel: 'http', requestId: 'r-1' },
        at: '2026-05-04T12:00:00.000Z',
        schemaVersion: 1,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    });
  });

  it('reads back as it was said', async () => {
    const said = context();
    const { revision, position } = await opened.log.append(await opened.log.load('account-ada'), [linked], said);
    const { events } = await opened.log.load('account-ada');
    expect(events).toMatchObject([{ event: linked, streamId: 'account-ada', revision, position, metadata: said }]);
  });

  it('chains every event to the one before, over several appends', async () => {
    await append('account-ada', [linked, linked]);
    await append('account-ada', [linked]);
    const stored = await opened.store.readStream('account-ada');
    expect(verifyStream('account-ada', stored)).toMatchObject({ events: 3, breaks: [] });
    expect((await opened.log.load('account-ada')).lastHash).toBe(verifyStream('account-ada', stored).lastHash);
  });

  it('loses a race to whoever came first', async () => {
    const loaded = await opened.log.load('instance-i-1');
    await opened.log.append(loaded, [approved], context());
    await expect(opened.log.append(loaded, [withdrawn], context())).rejects.toThrow(WrongExpectedRevisionError);
  });

  it('recognises a repeat of itself', async () => {
    const loaded = await opened.log.load('account-ada');
    const said = context();
    const { revision, position } = await opened.log.append(loaded, [linked], said);
    expect(await opened.log.append(loaded, [linked], said)).toMatchObject({ revision, position });
    expect((await opened.log.load('account-ada')).events).toHaveLength(1);
  });

  it('gives a later append of the same command events of its own', async () => {
    const said = context();
    await opened.log.append(await opened.log.load('instance-i-1'), [approved], said);
    await opened.log.append(await opened.log.load('instance-i-1'), [approved], said);
    expect((await opened.log.load('instance-i-1')).events).toHaveLength(2);
  });

  it('refuses what could not be read back', async () => {
    const broken = { type: 'instance-request-approved', data: { instanceId: '' } } as const;
    await expect(append('instance-i-1', [broken])).rejects.toThrow(z.ZodError);
    expect(await opened.store.head()).toBeUndefined();
  });

  it('tries again while the outcome is unknown, and stores once', async () => {
    const outcomes: string[] = [];
    const store = storeWith({
      append: async (...args) => {
        const appended = await opened.store.append(...args);
        outcomes.push('stored');
        if (outcomes.length < 3) throw new EventStoreError('unavailable', 'no answer');
        return appended;
      },
    });
    const log = createEventLog({ store, keyVault: opened.keyVault, logger: silent });
    expect((await append('account-ada', [linked], log)).revision).toBe(0);
    expect(outcomes).toHaveLength(3);
    expect((await opened.log.load('account-ada')).events).toHaveLength(1);
  });

  it('gives up in the end', async () => {
    let tries = 0;
    const store = storeWith({
      append: () => {
        tries += 1;
        return Promise.reject(new EventStoreError('unavailable', 'no answer'));
      },
    });
    const log = createEventLog({ store, keyVault: opened.keyVault, logger: silent });
    await expect(append('instance-i-1', [approved], log)).rejects.toThrow('no answer');
    expect(tries).toBe(4);
  });

  it('does not try again what will not get better', async () => {
    let tries = 0;
    const store = storeWith({
      append: () => {
        tries += 1;
        return Promise.reject(new EventStoreError('full', 'disk full'));
      },
    });
    const log = createEventLog({ store, keyVault: opened.keyVault, logger: silent });
    await expect(append('instance-i-1', [approved], log)).rejects.toThrow('disk full');
    expect(tries).toBe(1);
  });
});

describe('reading', () => {
  it('gives the whole history in order, without the keys and leases that are stored beside it', async () => {
    await append('account-ada', [linked]);
    await opened.store.append('lease-processes', [{ id: randomUUID(), type: 'x', data: {}, metadata: {} }], 'any');
    await append('instance-i-1', [approved]);
    expect((await eventsOf(opened.log)).map(({ type }) => type)).toEqual([linked.type, approved.type]);
    expect(await eventsOf(opened.log, { streamPrefixes: ['instance-'] })).toEqual([approved]);
  });

  it('works beside the writer, without any key', async () => {
    await append('account-ada', [linked]);
    expect(await eventsOf(createEventLogReader({ store: opened.store }))).toEqual(await eventsOf(opened.log));
  });

  it('leaves personal fields sealed, and whoever shows them opens them', async () => {
    await append('account-ada', [linked]);
    const [read] = await eventsOf(opened.log);
    expect(JSON.stringify(read)).not.toMatch(/Ada|example/);
    const { accountId, username, email } = (read as typeof linked).data;
    expect(accountId).toBe('ada');
    const open = await createPersonalOpener(opened.keyVault)([username, null, email]);
    expect([username, email, null].map(open)).toEqual(['ada', 'ada@example.org', null]);
  });

  it('reads the same before and after a person was erased, but nobody can open it any more', async () => {
    await append('account-ada', [linked]);
    const before = await eventsOf(opened.log);
    await opened.keyVault.destroy('ada');
    expect(await eventsOf(opened.log)).toEqual(before);
    const { email } = (before[0] as typeof linked).data;
    expect((await createPersonalOpener(opened.keyVault)([email]))(email)).toBeNull();
  });

  it('opens nothing that is not sealed, and no sealed value that was moved', async () => {
    await append('account-ada', [linked]);
    const [read] = await eventsOf(opened.log);
    const { email } = (read as typeof linked).data;
    const openPersonal = createPersonalOpener(opened.keyVault);
    await expect(openPersonal(['ada@example.org'])).rejects.toThrow('not sealed');
    const moved = email.replace('"email"', '"username"');
    const open = await openPersonal([moved]);
    expect(() => open(moved)).toThrow();
  });

  it.each([
    ['of an unknown type', { type: 'instance-exploded.v1', data: {} }, 'does not know its type'],
    ['of an unknown version', { type: 'instance-request-approved.v9', data: { instanceId } }, 'does not know its type'],
    ['with other data than its schema says', { type: 'instance-request-approved.v1', data: {} }, 'instanceId'],
    ['without metadata', { type: 'instance-request-approved.v1', data: { instanceId } }, 'commandId'],
  ])('stops at an event %s and names it', async (_, event, why) => {
    await append('instance-i-1', [approved]);
    await opened.store.append('instance-i-1', [{ id: randomUUID(), metadata: {}, ...event }], 0);
    const reading = eventsOf(opened.log);
    await expect(reading).rejects.toThrow(UndecodableEventError);
    await expect(reading).rejects.toMatchObject({ streamId: 'instance-i-1', revision: 1, type: event.type });
    await expect(reading).rejects.toThrow(why);
    await expect(opened.log.load('instance-i-1')).rejects.toThrow(UndecodableEventError);
  });

  it('brings events of older versions up to date', async () => {
    await append('instance-i-1', [approved]);
    const registry = createEventRegistry({
      'instance-request-approved': {
        current: 2,
        schemas: {
          1: z.strictObject({ instanceId: z.string() }),
          2: z.strictObject({ instanceId: z.string(), note: z.string() }),
        },
        upcasters: { 1: (data) => ({ ...data, note: 'approved before notes were kept' }) },
      },
    });
    const log = createEventLog({ ...opened, logger: silent, registry });
    expect(await eventsOf(log)).toEqual([
      { ...approved, data: { instanceId, note: 'approved before notes were kept' } },
    ]);
  });
});

describe('subscribing', () => {
  /** Collects until `enough` says so, then ends the subscription. */
  const collect = async (log: EventLog, enough: (messages: readonly LogMessage[]) => boolean) => {
    const stop = new AbortController();
    const messages: LogMessage[] = [];
    for await (const message of log.subscribe({ signal: stop.signal })) {
      messages.push(message);
      if (enough(messages)) stop.abort();
    }
    return messages;
  };
  const eventsIn = (messages: readonly LogMessage[]) =>
    messages.flatMap((message) => (message.kind === 'events' ? message.events.map(({ event }) => event) : []));

  it('goes from the history to what happens now', async () => {
    await append('account-ada', [linked]);
    const collecting = collect(opened.log, (messages) => {
      if (messages.at(-1)?.kind === 'caught-up') void append('instance-i-1', [approved]);
      return eventsIn(messages).length === 2;
    });
    expect(eventsIn(await collecting).map(({ type }) => type)).toEqual([linked.type, approved.type]);
  });

  it('moves on past what keeps the books', async () => {
    await opened.keyVault.obtain('ada');
    const messages = await collect(opened.log, ([first]) => first !== undefined);
    expect(messages[0]).toEqual({ kind: 'checkpoint', position: await opened.store.head() });
  });

  it('survives lost connections without losing or repeating an event', async () => {
    const streams = ['instance-i-1', 'instance-i-2', 'instance-i-3', 'instance-i-4'];
    for (const streamId of streams) await append(streamId, [{ ...approved, data: { instanceId: streamId } }]);
    const resumedAfter: (number | undefined)[] = [];
    const store = storeWith({
      async *subscribeAll(options) {
        resumedAfter.push(options.after?.commit);
        // Each connection delivers one event and breaks; every other one breaks at once.
        if (resumedAfter.length % 2 === 0) throw new EventStoreError('unavailable', 'connection refused');
        for await (const message of opened.store.subscribeAll(options)) {
          if (message.kind === 'events') {
            yield { ...message, events: message.events.slice(0, 1) };
            throw new EventStoreError('unavailable', 'connection lost');
          }
        }
      },
    });
    const log = createEventLog({ store, keyVault: opened.keyVault, logger: silent });
    const seen = eventsIn(await collect(log, (messages) => eventsIn(messages).length === 4));
    expect(seen.map(({ data }) => 'instanceId' in data && data.instanceId)).toEqual(streams);
    expect(resumedAfter).toEqual([undefined, 1, 1, 2, 2, 3, 3]);
  });

  it('ends at once when it is told to, even while it waits for a server to come back', async () => {
    const stop = new AbortController();
    const store = storeWith({
      async *subscribeAll() {
        setImmediate(() => stop.abort());
        await Promise.resolve();
        throw new EventStoreError('unavailable', 'connection refused');
      },
    });
    const log = createEventLog({ store, keyVault: opened.keyVault, logger: silent });
    for await (const message of log.subscribe({ signal: stop.signal })) throw new Error(`unexpected ${message.kind}`);
    expect(stop.signal.aborted).toBe(true);
  });

  it.each(['closed', 'corrupt'] as const)('does not wait for a store that is %s', async (failure) => {
    const store = storeWith({
      async *subscribeAll() {
        await Promise.resolve();
        throw new EventStoreError(failure, failure);
      },
    });
    const log = createEventLog({ store, keyVault: opened.keyVault, logger: silent });
    await expect(collect(log, () => false)).rejects.toThrow(failure);
  });

  it('stops at an event that cannot be read', async () => {
    await opened.store.append('instance-i-1', [{ id: randomUUID(), type: 'x.v1', data: {}, metadata: {} }], 'any');
    await expect(collect(opened.log, () => false)).rejects.toThrow(UndecodableEventError);
  });
});

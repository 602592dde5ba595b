import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  binaryEvent,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  START,
} from '@eventstore/db-client';
import { EventStoreError } from '../../../application/ports/event-store.ts';
import { newEvents } from '../contract/event-store-attempts.ts';
import { embeddedStore, openEmbeddedCore, type EmbeddedCore } from '../embedded/index.ts';
import { serveEventStore, type ServedEventStore } from '../grpc-front/index.ts';
import { openEventStoreDbStore } from './index.ts';

/** The gRPC front, spoken to by the vendor's client as any other program would: what our own adapter does not use. */

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'netsoc-front-')), 'events.sqlite');

let core: EmbeddedCore;
let server: ServedEventStore;
let client: EventStoreDBClient;

beforeAll(async () => {
  core = openEmbeddedCore({ file: newFile() });
  server = await serveEventStore({ core, port: 0 });
  client = EventStoreDBClient.connectionString(server.connectionString);
});

afterAll(async () => {
  await client.dispose();
  await server.close();
  await core.close();
});

const happened = (number: number) => jsonEvent({ type: 'happened.v1', data: { number } });

const numbersIn = async (events: AsyncIterable<{ event?: { data: unknown } }>, count: number): Promise<unknown[]> => {
  const numbers: unknown[] = [];
  for await (const { event } of events) {
    numbers.push(event?.data);
    if (numbers.length === count) break;
  }
  return numbers;
};

describe('the gRPC front', () => {
  it('is found by a client that discovers a cluster', async () => {
    const { host, port } = server.address;
    const discovering = EventStoreDBClient.connectionString(
      `esdb+discover://${host}:${String(port)}?tls=false&nodePreference=leader`,
    );
    const { nextExpectedRevision } = await discovering.appendToStream('discovered', happened(1));
    expect(nextExpectedRevision).toBe(0n);
    await discovering.dispose();
  });

  it('takes appends outside of a batch, and answers a wrong revision as the vendor does', async () => {
    const credentials = { username: 'somebody', password: 'ignored without TLS' };
    await client.appendToStream('classic', [happened(1), happened(2)], { credentials, expectedRevision: NO_STREAM });
    await expect(
      client.appendToStream('classic', happened(3), { credentials, expectedRevision: NO_STREAM }),
    ).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n, expectedVersion: 'no_stream' });
  });

  it('follows a single stream, from its start and from its end', async () => {
    await client.appendToStream('followed', [happened(1), happened(2)]);
    const fromStart = numbersIn(client.subscribeToStream('followed', { fromRevision: START }), 3);
    const subscription = client.subscribeToStream('followed', { fromRevision: END });
    const fromEnd = numbersIn(subscription, 1);
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    await client.appendToStream('followed', happened(3));
    expect(await fromStart).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
    expect(await fromEnd).toEqual([{ number: 3 }]);
  });

  it('filters by event type, by prefix and by regular expression', async () => {
    const special = jsonEvent({ type: 'rare-thing.v1', data: { number: 1 } });
    await client.appendToStream('filtered', [happened(0), special, happened(2)]);
    const byPrefix = client.subscribeToAll({ filter: eventTypeFilter({ prefixes: ['rare-'] }) });
    const byPattern = client.subscribeToAll({ filter: eventTypeFilter({ regex: '^rare-thing\\.v\\d+$' }) });
    expect(await numbersIn(byPrefix, 1)).toEqual([{ number: 1 }]);
    expect(await numbersIn(byPattern, 1)).toEqual([{ number: 1 }]);
  });

  it('keeps metadata of streams', async () => {
    await client.setStreamMetadata('described', { maxCount: 2, owner: 'somebody' });
    expect((await client.getStreamMetadata('described')).metadata).toEqual({ maxCount: 2, owner: 'somebody' });
  });

  it('buries a stream for ever', async () => {
    await client.appendToStream('buried', happened(1));
    await client.tombstoneStream('buried');
    await expect(numbersIn(client.readStream('buried'), 1)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(client.appendToStream('buried', happened(2))).rejects.toMatchObject({ type: 'stream-deleted' });
    expect(await embeddedStore(core).readStream('buried')).toEqual([]);
  });

  it('refuses appends of more than a mebibyte, and events that are not JSON', async () => {
    const huge = jsonEvent({ type: 'huge.v1', data: { text: 'x'.repeat(1024 * 1024) } });
    await expect(client.appendToStream('huge', huge)).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1024 * 1024,
    });
    const binary = binaryEvent({ type: 'binary.v1', data: Buffer.from([1, 2, 3]) });
    const [refused, stored] = await Promise.allSettled([
      client.appendToStream('huge', binary),
      client.appendToStream('beside', happened(1)),
    ]);
    expect([refused.status, stored.status]).toEqual(['rejected', 'fulfilled']);
    await expect(numbersIn(client.readStream('huge'), 1)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('lets two processes take turns: what one appended, the other reads', async () => {
    const inside = embeddedStore(core);
    const { revision } = await inside.append('shared', newEvents(2), 'no-stream');
    const { nextExpectedRevision } = await client.appendToStream('shared', happened(3), {
      expectedRevision: BigInt(revision),
    });
    expect(nextExpectedRevision).toBe(2n);
    expect(await inside.readStream('shared')).toHaveLength(3);
  });
});

describe('a server whose disk is full', () => {
  it('is reported as full through the adapter', async () => {
    const full = openEmbeddedCore({ file: newFile(), maximumPages: 20 });
    const served = await serveEventStore({ core: full, port: 0 });
    const store = openEventStoreDbStore({ connectionString: served.connectionString });
    const fill = async (): Promise<never> => {
      for (;;) await store.append('filler', newEvents(50), 'any');
    };
    const outcome: unknown = await fill().catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(EventStoreError);
    expect(outcome).toMatchObject({ failure: 'full' });
    expect((await store.readStream('filler')).length % 50).toBe(0);
    await store.close();
    await served.close();
    await full.close();
  });
});

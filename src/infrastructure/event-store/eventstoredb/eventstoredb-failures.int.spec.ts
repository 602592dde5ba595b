import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreError, type EventStore, type Position } from '../../../application/ports/event-store.ts';
import { newEvents, readEverything, since, writeConcurrently } from '../contract/event-store-attempts.ts';
import { openEventStoreDbStore, type EventStoreDbOptions } from './index.ts';

const SERVER = fileURLToPath(new URL('../grpc-front/serving-until-killed.ts', import.meta.url));

/** Enough attempts to outlast a restart of the server. */
const PATIENT: NonNullable<EventStoreDbOptions['attempts']> = { limit: 60, firstPause: 50, longestPause: 250 };
const ONCE: NonNullable<EventStoreDbOptions['attempts']> = { limit: 1, firstPause: 1, longestPause: 1 };

let file = '';
let port = 0;
let server: ChildProcess;
const stores: EventStore[] = [];

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: found } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return found;
};

const startServer = async (): Promise<void> => {
  const child = spawn(process.execPath, [SERVER, file, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  server = child;
  await once(createInterface(child.stdout), 'line');
};

const killServer = async (): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGKILL');
  await exited;
};

const openStore = (options: Partial<EventStoreDbOptions> = {}, parameters = ''): EventStore => {
  const connectionString = `esdb://127.0.0.1:${String(port)}?tls=false${parameters}`;
  const store = openEventStoreDbStore({ connectionString, ...options });
  stores.push(store);
  return store;
};

const failureOf = async (attempt: Promise<unknown>): Promise<EventStoreError> => {
  const outcome: unknown = await attempt.catch((error: unknown) => error);
  if (!(outcome instanceof EventStoreError)) throw new Error(`expected an EventStoreError, got ${String(outcome)}`);
  return outcome;
};

const failuresOf = async (attempts: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  (await Promise.all(attempts.map(failureOf))).map((error) => error.failure);

/** Follows for ever, resubscribing from the last position as consumers do, until `count` events were seen. */
const followPersistently = async (store: EventStore, count: number, seen: string[]): Promise<number> => {
  let position: Position | undefined;
  let drops = 0;
  while (seen.length < count) {
    const abort = new AbortController();
    try {
      for await (const message of store.subscribeAll({ ...since(position), signal: abort.signal })) {
        if (message.kind === 'events') seen.push(...message.events.map((event) => event.id));
        position = message.kind === 'events' ? message.events.at(-1)?.position : message.position;
        if (seen.length >= count) abort.abort();
      }
    } catch (error) {
      if (!(error instanceof EventStoreError) || error.failure !== 'unavailable') throw error;
      drops += 1;
    }
  }
  return drops;
};

beforeEach(async () => {
  file = join(mkdtempSync(join(tmpdir(), 'netsoc-wire-')), 'events.sqlite');
  port = await freePort();
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  await killServer();
});

describe('a server that is killed and started again', () => {
  it('loses and doubles nothing of what is appended meanwhile', async () => {
    await startServer();
    const store = openStore({ attempts: PATIENT, callTimeout: 2_000 });
    const writing = writeConcurrently(store, 'writer-', { writers: 8, appends: 60 });
    for (let round = 0; round < 3; round += 1) {
      const before = (await store.head())?.commit ?? 0;
      while (((await store.head())?.commit ?? 0) < before + 60);
      await killServer();
      await startServer();
    }
    await writing;
    const log = await readEverything(store, {});
    expect(log).toHaveLength(480);
    expect(new Set(log.map((event) => event.id)).size).toBe(480);
    expect(log.map((event) => event.position.commit)).toEqual(log.map((_, index) => index + 1));
  });

  it('ends a subscription with an error, and the next one goes on from the checkpoint without gap or double', async () => {
    await startServer();
    const store = openStore({ attempts: PATIENT, callTimeout: 2_000 });
    const seen: string[] = [];
    const following = followPersistently(store, 240, seen);
    const writing = writeConcurrently(store, 'writer-', { writers: 4, appends: 60 });
    while (((await store.head())?.commit ?? 0) < 60);
    await killServer();
    await startServer();
    await writing;
    expect(await following).toBeGreaterThan(0);
    const log = await readEverything(store, {});
    expect(seen).toEqual(log.map((event) => event.id));
  });
});

describe('a frozen server', () => {
  it('makes an append fail in time with an unknown outcome, and a repeat is stored once', async () => {
    await startServer();
    const store = openStore({ attempts: ONCE, callTimeout: 2_000 });
    await store.append('a', newEvents(1), 'no-stream');
    const events = newEvents(2);
    server.kill('SIGSTOP');
    const started = performance.now();
    const failure = await failureOf(store.append('a', events, 0));
    expect(failure.failure).toBe('unavailable');
    expect(performance.now() - started).toBeLessThan(8_000);
    server.kill('SIGCONT');
    const repeated = openStore({ attempts: PATIENT, callTimeout: 2_000 });
    expect((await repeated.append('a', events, 0)).revision).toBe(2);
    expect(await repeated.readStream('a')).toHaveLength(3);
  });

  it('makes reads and new subscriptions fail in time', async () => {
    await startServer();
    const store = openStore({ attempts: ONCE, callTimeout: 2_000 });
    await store.append('a', newEvents(1), 'no-stream');
    server.kill('SIGSTOP');
    const attempts = [store.readStream('a'), readEverything(store, {}), store.head(), followPersistentlyOnce(store)];
    expect(await failuresOf(attempts)).toEqual(attempts.map(() => 'unavailable'));
    server.kill('SIGCONT');
  });

  it('ends a live subscription when keep-alive gets no answer', async () => {
    const warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await startServer();
    const store = openStore({ attempts: ONCE }, '&keepAliveInterval=500&keepAliveTimeout=500');
    await store.append('a', newEvents(1), 'no-stream');
    const following = followPersistentlyOnce(store, () => server.kill('SIGSTOP'));
    expect((await failureOf(following)).failure).toBe('unavailable');
    server.kill('SIGCONT');
    warnings.mockRestore();
  });
});

/** One subscription, until it fails. */
const followPersistentlyOnce = async (store: EventStore, caughtUp?: () => void): Promise<void> => {
  for await (const message of store.subscribeAll({ signal: new AbortController().signal })) {
    if (message.kind === 'caught-up') caughtUp?.();
  }
};

describe('a server that is not there yet', () => {
  it('makes every call fail as unavailable, and the same store works once the server is there', async () => {
    const store = openStore({ attempts: ONCE, callTimeout: 2_000 });
    const attempts = [
      store.append('a', newEvents(1), 'any'),
      store.readStream('a'),
      readEverything(store, {}),
      store.head(),
      followPersistentlyOnce(store),
      store.deleteStream('a', 'any'),
      store.limitStream('a', 1),
    ];
    expect(await failuresOf(attempts)).toEqual(attempts.map(() => 'unavailable'));

    await startServer();
    const patient = openStore({ attempts: PATIENT, callTimeout: 2_000 });
    expect((await patient.append('a', newEvents(1), 'no-stream')).revision).toBe(0);
    expect((await store.append('a', newEvents(1), 0)).revision).toBe(1);
  });

  it('refuses everything after it was closed', async () => {
    await startServer();
    const store = openStore();
    await store.append('a', newEvents(1), 'no-stream');
    await store.close();
    expect((await failureOf(store.append('a', newEvents(1), 'any'))).failure).toBe('closed');
    expect((await failureOf(store.readStream('a'))).failure).toBe('closed');
    expect((await failureOf(readEverything(store, {}))).failure).toBe('closed');
  });
});

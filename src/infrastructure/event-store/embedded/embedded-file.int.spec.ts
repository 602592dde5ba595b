import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { EventStoreError, type EventStore } from '../../../application/ports/event-store.ts';
import { newEvents, readEverything } from '../contract/event-store-attempts.ts';
import { openEmbeddedStore, openEmbeddedStoreForReading } from './index.ts';

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'netsoc-file-')), 'events.sqlite');

const failureOf = async (attempt: Promise<unknown>): Promise<EventStoreError> => {
  const outcome: unknown = await attempt.catch((error: unknown) => error);
  if (!(outcome instanceof EventStoreError)) throw new Error(`expected an EventStoreError, got ${String(outcome)}`);
  return outcome;
};

const fillUntilRefused = async (store: EventStore): Promise<{ stored: number; refusal: EventStoreError }> => {
  for (let stored = 0; ; stored += 10) {
    const attempt = store.append('filler', newEvents(10), 'any');
    const outcome = await attempt.then(
      () => undefined,
      () => failureOf(attempt),
    );
    if (outcome) return { stored, refusal: outcome };
  }
};

describe('one writer per file', () => {
  it('refuses a second writer and names the first', async () => {
    const file = newFile();
    const store = await openEmbeddedStore({ file });
    const refusal = await failureOf(openEmbeddedStore({ file }));
    expect(refusal.failure).toBe('locked');
    expect(refusal.message).toContain(`process ${String(process.pid)}`);
    await store.close();
  });

  it('lets the next one in after the first has closed', async () => {
    const file = newFile();
    await (await openEmbeddedStore({ file })).close();
    const store = await openEmbeddedStore({ file });
    expect(await store.append('a', newEvents(1), 'no-stream')).toMatchObject({ revision: 0 });
    await store.close();
  });

  it('refuses everything after it was closed', async () => {
    const store = await openEmbeddedStore({ file: newFile() });
    await store.close();
    await store.close();
    expect((await failureOf(store.append('a', newEvents(1), 'any'))).failure).toBe('closed');
    expect((await failureOf(store.readStream('a'))).failure).toBe('closed');
    expect((await failureOf(readEverything(store, {}))).failure).toBe('closed');
  });

  it('stores what was appended in the turn in which it is closed', async () => {
    const file = newFile();
    const store = await openEmbeddedStore({ file });
    const appended = store.append('a', newEvents(2), 'no-stream');
    await store.close();
    expect((await appended).revision).toBe(1);
    const reader = openEmbeddedStoreForReading(file);
    expect(await reader.readStream('a')).toHaveLength(2);
    await reader.close();
  });

  it('ends a waiting subscription with an error when it is closed', async () => {
    const store = await openEmbeddedStore({ file: newFile() });
    const following = (async () => {
      for await (const message of store.subscribeAll({ signal: new AbortController().signal })) {
        if (message.kind === 'caught-up') setImmediate(() => void store.close());
      }
    })();
    expect((await failureOf(following)).failure).toBe('closed');
  });
});

describe('readers beside the writer', () => {
  it('see what is committed, also from another thread, while the writer goes on', async () => {
    const file = newFile();
    const store = await openEmbeddedStore({ file });
    await store.append('a', newEvents(3), 'no-stream');
    const reader = openEmbeddedStoreForReading(file);
    expect(await readEverything(reader, {})).toHaveLength(3);
    await store.append('a', newEvents(2), 2);
    expect(await readEverything(reader, {})).toHaveLength(5);
    expect(await reader.head()).toEqual(await store.head());

    const code = `
      import { parentPort, workerData } from 'node:worker_threads';
      const { openEmbeddedStoreForReading } = await import(workerData.module);
      const reader = openEmbeddedStoreForReading(workerData.file);
      let count = 0;
      for await (const page of reader.readAll()) count += page.length;
      await reader.close();
      parentPort.postMessage(count);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
      workerData: { module: new URL('./index.ts', import.meta.url).href, file },
    });
    expect(await once(worker, 'message')).toEqual([5]);
    await store.append('a', newEvents(1), 4);
    await reader.close();
    await store.close();
  });

  it('can read a log that no process has open', async () => {
    const file = newFile();
    const store = await openEmbeddedStore({ file });
    await store.append('a', newEvents(2), 'no-stream');
    await store.close();
    const reader = openEmbeddedStoreForReading(file);
    expect(await reader.readStream('a')).toHaveLength(2);
    await reader.close();
  });

  it('are told when there is no log', () => {
    expect(() => openEmbeddedStoreForReading(newFile())).toThrow(EventStoreError);
  });
});

describe('a full disk', () => {
  it('is reported as full, loses nothing, and the store goes on once there is room', async () => {
    const file = newFile();
    const full = await openEmbeddedStore({ file, maximumPages: 40 });
    const { stored, refusal } = await fillUntilRefused(full);
    expect(refusal.failure).toBe('full');
    expect(refusal.message).toContain('disk is full');
    expect(stored).toBeGreaterThan(0);
    expect(await full.readStream('filler')).toHaveLength(stored);
    await full.close();

    const roomy = await openEmbeddedStore({ file });
    await roomy.append('filler', newEvents(100), stored - 1);
    const log = await readEverything(roomy, {});
    expect(log.map((event) => event.position.commit)).toEqual(log.map((_, index) => index + 1));
    await roomy.close();
  });

  it('refuses only what does not fit: small appends of the same turn are stored', async () => {
    const store = await openEmbeddedStore({ file: newFile(), maximumPages: 40 });
    const huge = newEvents(1).map((event) => ({ ...event, data: { text: 'x'.repeat(200_000) } }));
    const [small, refused, another] = await Promise.allSettled([
      store.append('a', newEvents(1), 'no-stream'),
      store.append('b', huge, 'no-stream'),
      store.append('c', newEvents(1), 'no-stream'),
    ]);
    expect([small.status, refused.status, another.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await readEverything(store, {})).map((event) => event.streamId)).toEqual(['a', 'c']);
    await store.close();
  });
});

describe('a damaged file', () => {
  it('that is no database at all is refused on opening', async () => {
    const file = newFile();
    writeFileSync(file, 'this is a shopping list, not a database\n'.repeat(200));
    expect((await failureOf(openEmbeddedStore({ file }))).failure).toBe('corrupt');
  });

  it('that belongs to another program is refused on opening, and left alone', async () => {
    const file = newFile();
    const { DatabaseSync } = await import('node:sqlite');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = readFileSync(file);
    const refusal = await failureOf(openEmbeddedStore({ file }));
    expect(refusal.failure).toBe('corrupt');
    expect(refusal.message).toContain('not an event log');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('with overwritten pages is reported when they are met, and does not stay locked', async () => {
    const file = newFile();
    const store = await openEmbeddedStore({ file });
    for (let index = 0; index < 20; index += 1) await store.append(`s-${String(index)}`, newEvents(100), 'no-stream');
    await store.close();
    const handle = openSync(file, 'r+');
    for (let page = 1; page < statSync(file).size / 4096; page += 1)
      writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(handle);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const refusal = await failureOf(
        openEmbeddedStore({ file }).then(async (damaged) => {
          try {
            await readEverything(damaged, {});
          } finally {
            await damaged.close();
          }
        }),
      );
      expect(refusal.failure).toBe('corrupt');
      expect(refusal.message).toContain(file);
    }
  });
});

describe('deleting', () => {
  it('leaves no byte of the events in any file of the log, however rows were moved about before', async () => {
    const file = newFile();
    const store = await openEmbeddedStore({ file });
    const reader = openEmbeddedStoreForReading(file);
    const write = async (stream: string, text: string): Promise<void> => {
      await store.append(
        stream,
        newEvents(1).map((event) => ({ ...event, data: { text } })),
        'any',
      );
    };
    // A fixed course of sizes and choices that looks like chance.
    let state = 1;
    const below = (limit: number): number => (state = (state * 48_271) % 2_147_483_647) % limit;
    const [kept, deleted]: [number[], number[]] = [[], []];
    await store.limitStream('lease', 1);
    for (let step = 0; step < 1_500; step += 1) {
      const choice = below(10);
      if (choice < 3) await write('lease', 'epoch '.repeat(1 + below(80)));
      else if (choice < 5) await write(`neighbour-${String(step % 50)}`, 'x'.repeat(below(800)));
      else if (choice < 8) {
        await write(`key-${String(step)}`, `secret-${String(step)}|`.repeat(1 + below(60)));
        kept.push(step);
      } else {
        deleted.push(...kept.splice(below(kept.length + 1), 1));
        if (deleted.length > 0) await store.deleteStream(`key-${String(deleted.at(-1))}`, 'any');
      }
      if (step % 500 === 0) await readEverything(reader, {});
    }
    const folder = dirname(file);
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    const inFile = (step: number): boolean => bytes.some((content) => content.includes(`secret-${String(step)}|`));
    expect(deleted.length).toBeGreaterThan(200);
    expect(deleted.filter(inFile)).toEqual([]);
    expect(kept.every(inFile)).toBe(true);
    await reader.close();
    await store.close();
  });

  it('keeps a stream that is renewed for ever small', async () => {
    const file = newFile();
    const store = await openEmbeddedStore({ file });
    await store.limitStream('lease', 1);
    const renew = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 50) {
        await Promise.all(Array.from({ length: 50 }, () => store.append('lease', newEvents(1), 'any')));
      }
    };
    await renew(500);
    const before = statSync(file).size;
    await renew(5_000);
    expect(statSync(file).size).toBeLessThan(before + 200_000);
    expect((await store.readStream('lease')).map((event) => event.revision)).toEqual([5_499]);
    await store.close();
  });
});

import { join } from 'node:path';
import type { EventStore, EventToAppend } from '../src/application/ports/event-store.ts';
import { openEmbeddedStore } from '../src/infrastructure/event-store/embedded/index.ts';
import { openForWriting } from '../src/infrastructure/event-store/embedded/log-file.ts';
import type { Figure } from './figure.ts';
import { median, rateOf, withScratchFolder } from './measure.ts';
import { sampleEvent } from './sample-events.ts';

/** Many short rounds: what else the machine does then falls on all sides alike. */
const ROUNDS = 25;
const APPENDS_PER_ROUND = 250;
const WRITERS = 64;
const APPENDS_PER_WRITER = 20;
const EVENTS_PER_STREAM = 10;

/**
 * One row per transaction into the same table with the same index and pragmas, and nothing else: no look at the stream,
 * no check, no JSON, no promise.
 */
const openBareTable = (file: string): { insert: (stream: number, revision: number) => void; close: () => void } => {
  const database = openForWriting(file);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const insertRow = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const event = sampleEvent();
  const data = JSON.stringify(event.data);
  const metadata = JSON.stringify(event.metadata);
  let position = 0;
  return {
    insert: (stream, revision) => {
      position += 1;
      begin.run();
      insertRow.run(position, stream, revision, event.id, event.type, data, metadata, Date.now());
      commit.run();
    },
    close: () => {
      database.close();
    },
  };
};

/** The streams grow as instances do: begun, then followed by expected revision. */
const appendTo = (store: EventStore, stream: string, index: number, event: EventToAppend): Promise<unknown> => {
  const revision = index % EVENTS_PER_STREAM;
  return store.append(
    `${stream}-${String((index - revision) / EVENTS_PER_STREAM)}`,
    [event],
    revision === 0 ? 'no-stream' : revision - 1,
  );
};

/** `append.sequential`, against bare transactions; `append.concurrent64`, against the sequential figure. */
export const run = async (emit: (figure: Figure) => void): Promise<void> => {
  await withScratchFolder(async (folder) => {
    const bare = openBareTable(join(folder, 'bare.sqlite'));
    // Each side has a file of its own, so that none pays for moving another's pages from the write-ahead log.
    const single = await openEmbeddedStore({ file: join(folder, 'single.sqlite') });
    const shared = await openEmbeddedStore({ file: join(folder, 'shared.sqlite') });
    const rates = { bare: [] as number[], sequential: [] as number[], concurrent: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const bareRate = await rateOf(APPENDS_PER_ROUND, () => {
        const stream = round * APPENDS_PER_ROUND;
        for (let index = 0; index < APPENDS_PER_ROUND; index += 1) {
          const revision = index % EVENTS_PER_STREAM;
          bare.insert(stream + (index - revision) / EVENTS_PER_STREAM, revision);
        }
      });
      const events = Array.from({ length: WRITERS * APPENDS_PER_WRITER }, sampleEvent);
      const sequentialRate = await rateOf(APPENDS_PER_ROUND, async () => {
        for (const [index, event] of events.slice(0, APPENDS_PER_ROUND).entries()) {
          await appendTo(single, `single-${String(round)}`, index, event);
        }
      });
      const concurrentRate = await rateOf(events.length, async () => {
        const write = async (writer: number): Promise<void> => {
          const own = events.slice(writer * APPENDS_PER_WRITER, (writer + 1) * APPENDS_PER_WRITER);
          for (const [index, event] of own.entries()) {
            await appendTo(shared, `shared-${String(round)}-${String(writer)}`, index, event);
          }
        };
        await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
      });
      // The first round only warms up.
      if (round === 0) continue;
      rates.bare.push(bareRate);
      rates.sequential.push(sequentialRate);
      rates.concurrent.push(concurrentRate);
    }
    bare.close();
    await single.close();
    await shared.close();
    const [bareRate, sequential, concurrent] = [median(rates.bare), median(rates.sequential), median(rates.concurrent)];
    const perSecond = { group: 'append', unit: 'appends/s' };
    emit({
      ...perSecond,
      figure: 'append.sequential',
      value: sequential,
      baseline: bareRate,
      ratio: sequential / bareRate,
    });
    emit({
      ...perSecond,
      figure: 'append.concurrent64',
      value: concurrent,
      baseline: sequential,
      ratio: concurrent / sequential,
    });
  });
};

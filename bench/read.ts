import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEmbeddedStore } from '../src/infrastructure/event-store/embedded/index.ts';
import type { Figure } from './figure.ts';
import { median, rateOf, withScratchFolder } from './measure.ts';
import { sampleEvent } from './sample-events.ts';

const ROUNDS = 7;
const EVENTS = 100_000;
const EVENTS_PER_APPEND = 500;

/** `read.all`: every event through the port, decoded, against SELECT and JSON.parse of the same rows. */
export const run = async (emit: (figure: Figure) => void): Promise<void> => {
  await withScratchFolder(async (folder) => {
    const file = join(folder, 'events.sqlite');
    const store = await openEmbeddedStore({ file });
    const appends = Array.from({ length: EVENTS / EVENTS_PER_APPEND }, (_, index) =>
      store.append(`instance-${String(index)}`, Array.from({ length: EVENTS_PER_APPEND }, sampleEvent), 'no-stream'),
    );
    await Promise.all(appends);

    const bare = new DatabaseSync(file, { readOnly: true });
    const select = bare.prepare(
      'SELECT position, stream, revision, id, type, data, metadata, recorded_at FROM events ORDER BY position',
    );
    const rates = { bare: [] as number[], store: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const bareRate = await rateOf(EVENTS, () => {
        let count = 0;
        for (const row of select.iterate()) {
          JSON.parse(String(row['data']));
          JSON.parse(String(row['metadata']));
          count += 1;
        }
        expectAll(count);
      });
      const storeRate = await rateOf(EVENTS, async () => {
        let count = 0;
        for await (const page of store.readAll()) count += page.length;
        expectAll(count);
      });
      // The first round only warms up.
      if (round === 0) continue;
      rates.bare.push(bareRate);
      rates.store.push(storeRate);
    }
    bare.close();
    await store.close();
    const [value, baseline] = [median(rates.store), median(rates.bare)];
    emit({ group: 'read', figure: 'read.all', value, unit: 'events/s', baseline, ratio: value / baseline });
  });
};

const expectAll = (count: number): void => {
  if (count !== EVENTS) throw new Error(`read ${String(count)} of ${String(EVENTS)} events`);
};

/**
 * A process of its own for `rebuild.ts`, so that memory is that of a server which only rebuilds:
 * `write <events>` fills the folder's log, `rebuild` opens the read models and rebuilds all of them on every message.
 */
import { join } from 'node:path';
import type { LogSourceOptions } from '../src/infrastructure/composition/log-source.ts';
import { createEventLog, createKeyVault } from '../src/infrastructure/event-log/index.ts';
import { openEmbeddedStore } from '../src/infrastructure/event-store/embedded/index.ts';
import { openReadModels } from '../src/projections/read-models.ts';
import { writeHistory } from './rebuild-history.ts';

/** Sent once it is ready, and after every rebuild. */
export type RebuildAnswer =
  | Readonly<{ kind: 'written'; events: number }>
  | Readonly<{ kind: 'live' }>
  | Readonly<{ kind: 'rebuilt'; milliseconds: number; equal: boolean; peakMebibytes: number }>;

const [, , mode, folder, events] = process.argv;
if (folder === undefined) throw new Error('usage: rebuild-server.ts write|rebuild <folder> [events]');
const answer = (message: RebuildAnswer): void => {
  process.send?.(message);
};

const file = join(folder, 'events.sqlite');
const masterKey = Buffer.alloc(32, 7);
const complain = (facts: object, message: string): void => {
  process.stderr.write(`${message} ${JSON.stringify(facts)}\n`);
};
const drop = (): void => undefined;
const logger = { debug: drop, info: drop, warn: complain, error: complain };
const store = await openEmbeddedStore({ file });
const log = createEventLog({ store, keyVault: createKeyVault({ store, masterKey }), logger });

if (mode === 'write') {
  answer({ kind: 'written', events: await writeHistory(log, Number(events)) });
  await store.close();
} else {
  const options: LogSourceOptions = { store: { kind: 'embedded', file } };
  const models = await openReadModels({
    directory: join(folder, 'read-models'),
    log,
    logSource: {
      module: new URL('../src/infrastructure/composition/log-source.ts', import.meta.url).href,
      options,
    },
    logger,
  });
  if (!(await models.engine.waitUntilLive(600_000))) throw new Error('the read models did not catch up');
  answer({ kind: 'live' });
  process.on('message', (message) => {
    if (message === 'close') {
      void models
        .close()
        .then(() => store.close())
        .then(() => {
          process.disconnect?.();
        });
      return;
    }
    const started = performance.now();
    void models.engine.rebuild('all').then((statuses) => {
      answer({
        kind: 'rebuilt',
        milliseconds: performance.now() - started,
        equal: [...statuses.values()].every(({ state, equal }) => state === 'switched' && equal === true),
        // What the kernel counted at most, all threads included; in KiB.
        peakMebibytes: process.resourceUsage().maxRSS / 1024,
      });
    });
  });
}

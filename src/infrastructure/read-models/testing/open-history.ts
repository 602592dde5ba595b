import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EventLog } from '../../../application/ports/event-log.ts';
import type { Position } from '../../../application/ports/event-store.ts';
import type { NetsocEvent } from '../../../domain/events.ts';
import type { LogSource } from '../../../projections/engine/index.ts';
import type { LogSourceOptions } from '../../composition/log-source.ts';
import { streamOf } from '../../../projections/testing/recorded-history.ts';
import { createEventLog, createKeyVault, createPersonalOpener } from '../../event-log/index.ts';
import { openEmbeddedStore } from '../../event-store/embedded/index.ts';

const drop = (): void => undefined;
export const silent = { debug: drop, info: drop, warn: drop, error: drop };

const masterKey = Buffer.alloc(32, 7);

const sourceModule = new URL('../../composition/log-source.ts', import.meta.url).href;

export type OpenHistory = Readonly<{
  log: EventLog;
  /** What opens the same log in a rebuilding thread. */
  logSource: LogSource;
  /** Opens one sealed value of a read model. */
  read: (sealed?: string | null) => Promise<string | null>;
  /** Appends events in order; resolves with the position of the last. */
  write: (events: readonly NetsocEvent[]) => Promise<Position>;
  close: () => Promise<void>;
}>;

/** The real log over the real embedded store in a folder. */
export const openHistory = async (folder: string): Promise<OpenHistory> => {
  const file = join(folder, 'events.sqlite');
  const store = await openEmbeddedStore({ file });
  const keyVault = createKeyVault({ store, masterKey });
  const log = createEventLog({ store, keyVault, logger: silent });
  const openPersonal = createPersonalOpener(keyVault);
  const options: LogSourceOptions = { store: { kind: 'embedded', file } };
  return {
    log,
    logSource: { module: sourceModule, options },
    read: async (sealed = null) => (await openPersonal([sealed]))(sealed),
    write: async (events) => {
      let last: Position = { commit: 0, prepare: 0 };
      for (const event of events) {
        const commandId = randomUUID();
        const { position } = await log.append(await log.load(streamOf(event)), [event], {
          commandId,
          correlationId: commandId,
          causationId: commandId,
          actor: { type: 'system', id: 'test' },
          source: { channel: 'process' },
          at: new Date(Date.parse('2026-03-02T09:00:00.000Z')).toISOString(),
        });
        last = position;
      }
      return last;
    },
    close: () => store.close(),
  };
};

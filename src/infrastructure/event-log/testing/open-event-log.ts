import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog } from '../../../application/ports/event-log.ts';
import type { EventStore } from '../../../application/ports/event-store.ts';
import type { KeyedHash } from '../../../application/ports/keyed-hash.ts';
import type { KeyVault } from '../../../application/ports/key-vault.ts';
import type { Log } from '../../../application/ports/logger.ts';
import { openEmbeddedStore } from '../../event-store/embedded/index.ts';
import { createEventLog, createKeyedHash, createKeyVault } from '../index.ts';

const drop = (): void => undefined;

export const silent: Log = { debug: drop, info: drop, warn: drop, error: drop };

/** The same in every test, like an installation's. */
export const testMasterKey = Buffer.alloc(32, 7);

export type OpenedEventLog = Readonly<{
  folder: string;
  store: EventStore;
  keyVault: KeyVault;
  keyedHash: KeyedHash;
  log: EventLog;
  /** A second log over the same store that knows no key yet, as after a restart. */
  reopenedLog: () => EventLog;
  /** Closes the store and removes the folder. */
  close: () => Promise<void>;
}>;

/** A real log over the real embedded store, in a folder of its own. */
export const openEventLog = async (): Promise<OpenedEventLog> => {
  const folder = await mkdtemp(join(tmpdir(), 'event-log-'));
  const store = await openEmbeddedStore({ file: join(folder, 'events.sqlite') });
  const masterKey = testMasterKey;
  const keyVault = createKeyVault({ store, masterKey });
  return {
    folder,
    store,
    keyVault,
    keyedHash: createKeyedHash(masterKey),
    log: createEventLog({ store, keyVault, logger: silent }),
    reopenedLog: () => createEventLog({ store, keyVault: createKeyVault({ store, masterKey }), logger: silent }),
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};

import { z } from 'zod';
import type { OpenLogReader } from '../../projections/engine/log-source.ts';
import { createEventLogReader, createKeyFinder } from '../event-log/index.ts';
import { openEmbeddedStoreForReading } from '../event-store/embedded/index.ts';
import { openEventStoreDbStore } from '../event-store/eventstoredb/index.ts';

/** How another thread opens the log by itself; survives a structured clone. */
const logSourceOptions = z.strictObject({
  store: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('embedded'), file: z.string() }),
    z.strictObject({ kind: z.literal('eventstoredb'), connectionString: z.string() }),
  ]),
  /** Base64. */
  masterKey: z.string(),
});

export type LogSourceOptions = z.infer<typeof logSourceOptions>;

/** Opens the log for reading, beside the server that writes it; called in the threads that rebuild read models. */
export const openLogReader = (options: unknown): Promise<OpenLogReader> => {
  const { store: where, masterKey } = logSourceOptions.parse(options);
  const store =
    where.kind === 'embedded'
      ? openEmbeddedStoreForReading(where.file)
      : openEventStoreDbStore({ connectionString: where.connectionString });
  const keys = createKeyFinder({ store, masterKey: Buffer.from(masterKey, 'base64') });
  return Promise.resolve({ log: createEventLogReader({ store, keys }), close: () => store.close() });
};

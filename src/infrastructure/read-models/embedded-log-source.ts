import { z } from 'zod';
import type { LogSource, OpenLogReader } from '../../projections/engine/index.ts';
import { createEventLogReader, createKeyFinder } from '../event-log/index.ts';
import { openEmbeddedStoreForReading } from '../event-store/embedded/index.ts';

/** Survives a structured clone: a Buffer arrives in the other thread as bytes. */
const options = z.strictObject({ file: z.string(), masterKey: z.instanceof(Uint8Array) });

/** How a rebuilding thread opens the log of the embedded store: by itself, for reading only, beside its writer. */
export const embeddedLogSource = (given: z.infer<typeof options>): LogSource => ({
  module: import.meta.url,
  options: given,
});

/** Called in the rebuilding thread with what {@link embeddedLogSource} was given. */
export const openLogReader = (given: unknown): Promise<OpenLogReader> => {
  const { file, masterKey } = options.parse(given);
  const store = openEmbeddedStoreForReading(file);
  const keys = createKeyFinder({ store, masterKey: Buffer.from(masterKey) });
  return Promise.resolve({ log: createEventLogReader({ store, keys }), close: store.close });
};

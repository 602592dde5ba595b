import { z } from 'zod';
import type { EventReader } from '../../application/ports/event-store.ts';
import type { OpenLogReader } from '../../projections/engine/log-source.ts';
import { createEventLogReader } from '../event-log/index.ts';
import { openEmbeddedStoreForReading } from '../event-store/embedded/index.ts';

/** How another thread opens the log by itself; survives a structured clone. */
const logSourceOptions = z.strictObject({
  store: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('embedded'), file: z.string() }),
    z.strictObject({ kind: z.literal('eventstoredb'), connectionString: z.string() }),
  ]),
});

export type LogSourceOptions = z.infer<typeof logSourceOptions>;

const openStore = async (where: LogSourceOptions['store']): Promise<EventReader> => {
  if (where.kind === 'embedded') return openEmbeddedStoreForReading(where.file);
  // Its client takes long to load, and each rebuilding thread would load it for nothing.
  const { openEventStoreDbStore } = await import('../event-store/eventstoredb/index.ts');
  return openEventStoreDbStore({ connectionString: where.connectionString });
};

/** Opens the log for reading, beside the server that writes it; called in the threads that rebuild read models. */
export const openLogReader = async (options: unknown): Promise<OpenLogReader> => {
  const store = await openStore(logSourceOptions.parse(options).store);
  return { log: createEventLogReader({ store }), close: () => store.close() };
};

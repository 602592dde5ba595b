import { join } from 'node:path';
import { openEmbeddedCore } from '../event-store/embedded/index.ts';
import { serveEventStore } from '../event-store/grpc-front/index.ts';

export type ServedLog = Readonly<{ connectionString: string; close: () => Promise<void> }>;

/**
 * Offers the embedded log of a data folder to EventStoreDB's clients and tools, on this machine only.
 * @throws EventStoreError `locked` while a server runs there: a log has one writer
 */
export const serveLog = async (dataFolder: string, port: number): Promise<ServedLog> => {
  const core = openEmbeddedCore({ file: join(dataFolder, 'events.sqlite') });
  const served = await serveEventStore({ core, port });
  return {
    connectionString: served.connectionString,
    close: async () => {
      await served.close();
      await core.close();
    },
  };
};

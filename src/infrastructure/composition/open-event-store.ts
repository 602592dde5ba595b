import { join } from 'node:path';
import type { Logger } from 'pino';
import type { EventStore } from '../../application/ports/event-store.ts';
import type { LogSource } from '../../projections/engine/log-source.ts';
import type { Configuration } from '../config/configuration.ts';
import { openEmbeddedStore } from '../event-store/embedded/index.ts';
import { openEventStoreDbStore } from '../event-store/eventstoredb/index.ts';
import type { LogSourceOptions } from './log-source.ts';

const logFile = (dataFolder: string): string => join(dataFolder, 'events.sqlite');

/** Opens the store that the configuration names. @throws EventStoreError `locked` when another server runs in the data folder */
export const openEventStore = async (
  chosen: Configuration['event_store'],
  dataFolder: string,
  logger: Logger,
): Promise<EventStore> => {
  return chosen.kind === 'embedded'
    ? openEmbeddedStore({ file: logFile(dataFolder), logger })
    : openEventStoreDbStore({ connectionString: chosen.connection_string, logger });
};

/** How threads that rebuild read models open the same store for reading. */
export const logSourceOf = (configuration: Configuration, dataFolder: string): LogSource => {
  const { event_store: chosen } = configuration;
  const options: LogSourceOptions = {
    store:
      chosen.kind === 'embedded'
        ? { kind: 'embedded', file: logFile(dataFolder) }
        : { kind: 'eventstoredb', connectionString: chosen.connection_string },
  };
  return { module: new URL('log-source.ts', import.meta.url).href, options };
};

import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { EventStore } from '../../application/ports/event-store.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import type { Configuration } from '../config/configuration.ts';
import { openHttpFront } from '../http/http-front.ts';
import type { HttpFront } from '../http/http-front.ts';
import type { EnsuredLab } from '../lab/ensure-lab.ts';
import { labConfiguration } from './lab-configuration.ts';
import { labSecretsOf } from './lab-secrets.ts';
import { openEventStore } from './open-event-store.ts';
import { ensurePortal } from './portal-build.ts';
import type { StartOptions } from './start-options.ts';
import { startServer } from './start-server.ts';
import { welcome } from './welcome.ts';

export type StartedSystem = Readonly<{
  url: string;
  /** Ends the server and, unless it is to be kept, the lab. */
  stop: () => Promise<void>;
}>;

type World = Readonly<{
  configuration: Configuration;
  mode: 'lab' | 'configured';
  lab: EnsuredLab | undefined;
  front: HttpFront;
  store: EventStore;
}>;

const repository = resolve(import.meta.dirname, '../../..');

const versionOf = (): string => {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
  return version;
};

/** Closes what is open already when the next part cannot be opened. */
const orClose = async <Part>(
  opening: Promise<Part>,
  ...open: readonly Readonly<{ close: () => Promise<void> }>[]
): Promise<Part> => {
  try {
    return await opening;
  } catch (error) {
    await Promise.all(open.map((part) => part.close()));
    throw error;
  }
};

const realWorld = async (file: string, options: StartOptions, logger: Logger): Promise<World> => {
  const configuration = readConfiguration(file, process.env);
  const front = await openHttpFront(configuration.http.host, options.port ?? configuration.http.port);
  const store = await orClose(openEventStore(configuration.event_store, options.dataFolder, logger), front);
  return { configuration, mode: 'configured', lab: undefined, front, store };
};

const labPort = 8080;

/**
 * The lab's code is loaded only here: with real servers it never is.
 * The store is opened first, for its lock keeps us away from the lab of a server that runs already.
 */
const labWorld = async (options: StartOptions, logger: Logger): Promise<World> => {
  const { dataFolder } = options;
  const front = await openHttpFront('127.0.0.1', options.port ?? labPort);
  const store = await orClose(openEventStore({ kind: 'embedded' }, dataFolder, logger), front);
  const openLab = async (): Promise<World> => {
    const { ensureLab } = await import('../lab/ensure-lab.ts');
    const secrets = labSecretsOf(dataFolder);
    const lab = await ensureLab({
      dataDirectory: dataFolder,
      portalUrl: `http://127.0.0.1:${String(front.port)}`,
      traefikKey: secrets.traefikKey,
      logger,
    });
    const configuration = labConfiguration({ manifest: lab.manifest, secrets, port: front.port });
    return { configuration, mode: 'lab', lab, front, store };
  };
  return orClose(openLab(), store, front);
};

/**
 * Starts everything that `npm start` starts: takes the port, boots the lab when no configuration is named, builds the portal,
 * opens the server.
 * @param say prints a line for the person at the terminal
 * @throws ConfigurationError, PortInUseError, EventStoreError
 */
export const runServer = async (
  options: StartOptions,
  logger: Logger,
  say: (line: string) => void,
): Promise<StartedSystem> => {
  const begun = Date.now();
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const portalFolder = join(repository, 'web/dist');
  const portal = options.buildPortal
    ? ensurePortal(repository, { folder: portalFolder, say })
    : Promise.resolve(undefined);
  const world = await (options.configurationFile === undefined
    ? labWorld(options, logger)
    : realWorld(options.configurationFile, options, logger));
  const { configuration, mode, lab, front, store } = world;
  try {
    const server = await startServer({
      configuration,
      dataFolder: options.dataFolder,
      mode,
      front,
      store,
      portalFolder,
      version: versionOf(),
      logger,
    });
    const unbuilt = await portal;
    if (unbuilt !== undefined) say(`The portal could not be built; the API works without it:\n${unbuilt}`);
    const url = `http://${configuration.http.host}:${String(front.port)}`;
    for (const line of welcome({
      url,
      manifest: lab?.manifest,
      dataFolder: options.dataFolder,
      milliseconds: Date.now() - begun,
    }))
      say(line);
    return {
      url,
      stop: async () => {
        await server.stop();
        if (!options.keepLab) await lab?.stop();
      },
    };
  } catch (error) {
    // A lab that was alive before us stays as it was.
    if (lab?.startedByUs === true) await lab.stop();
    throw error;
  }
};

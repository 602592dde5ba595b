import { join } from 'node:path';
import { CommanderError } from 'commander';
import { pino } from 'pino';
import { EventStoreError } from '../application/ports/event-store.ts';
import { runServer } from './composition/run-server.ts';
import { readStartOptions } from './composition/start-options.ts';
import type { StartOptions } from './composition/start-options.ts';
import { ConfigurationError } from './config/configuration-error.ts';
import { WrongMasterKeyError } from './event-log/index.ts';
import { PortInUseError } from './http/http-front.ts';

/**
 * `npm start`. Exit status: 0 ended by a signal, 1 failed, 2 wrong usage or configuration, 3 the port is in use,
 * 4 the data folder belongs to another server.
 */
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Failures that a person can mend are told in a sentence; the rest keeps its stack. */
const tell = (error: unknown): number => {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`The configuration is not right:\n${error.message}\n`);
    return 2;
  }
  if (error instanceof WrongMasterKeyError) {
    process.stderr.write(`The configuration is not right:\n${error.message}\n`);
    return 2;
  }
  if (error instanceof PortInUseError) {
    process.stderr.write(
      `Cannot listen: ${error.message}. Choose another: npm start -- --port ${String(error.port + 1)}\n`,
    );
    return 3;
  }
  if (error instanceof EventStoreError && error.failure === 'locked') {
    process.stderr.write(`Cannot open the event store: ${error.message}\n`);
    return 4;
  }
  throw error;
};

/** npm and the terminal each pass a Ctrl-C on, so one press may arrive twice within moments. */
const oneSignalMilliseconds = 1_000;

const run = async (options: StartOptions): Promise<void> => {
  // With the lab the terminal belongs to the newcomer; a real installation's log belongs to whoever runs it (journal, container).
  const logFile = options.configurationFile === undefined ? join(options.dataFolder, 'server.log') : undefined;
  const logger = pino({ level: options.logLevel }, pino.destination({ dest: logFile ?? 2, sync: true, mkdir: true }));
  // A signal during the start waits for it: what is half open is closed in order.
  const starting = runServer(options, logger, say);
  const finish = async (): Promise<never> => {
    try {
      await (await starting).stop();
    } catch (error) {
      logger.error({ err: error }, 'did not end well');
      process.exit(1);
    }
    process.exit(0);
  };
  let ending: number | undefined;
  const end = (signal: string): void => {
    if (ending !== undefined && Date.now() - ending > oneSignalMilliseconds) process.exit(1);
    if (ending !== undefined) return;
    ending = Date.now();
    logger.info({ signal }, 'ending');
    void finish();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  await starting;
};

try {
  await run(readStartOptions(process.argv.slice(2), process.env));
} catch (error) {
  process.exit(error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : tell(error));
}

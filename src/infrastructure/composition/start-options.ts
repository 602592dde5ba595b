import { Command, InvalidArgumentError } from 'commander';

export type StartOptions = Readonly<{
  /** Configuration with real servers; undefined boots the lab. */
  configurationFile: string | undefined;
  dataFolder: string;
  /** Undefined: by configuration, 8080 in the lab. */
  port: number | undefined;
  /** Leave the lab alive when the server ends. */
  keepLab: boolean;
  buildPortal: boolean;
  logLevel: string;
}>;

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a port: 0 to 65535.');
  return port;
};

/**
 * Reads the command line of `npm start`, then the environment.
 * @param argv without node and script
 * @throws CommanderError for wrong usage and for help, already printed
 */
export const readStartOptions = (
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions => {
  const command = new Command('npm start --')
    .description('Starts Netsoc Cloud: with the simulated lab, or with real servers when a configuration is named.')
    .option('--config <file>', 'configuration with real servers (default: NETSOC_CONFIG)')
    .option('--data <folder>', 'data folder (default: NETSOC_DATA_DIR, else ./data)')
    .option('--port <port>', 'port to listen on (default: PORT, else 8080)', portNumber)
    .option('--keep-lab', 'leave the lab alive when the server ends')
    .option('--no-portal', 'do not build the portal')
    .exitOverride()
    .parse([...argv], { from: 'user' });
  const options = command.opts<{ config?: string; data?: string; port?: number; keepLab?: boolean; portal: boolean }>();
  const port = environment['PORT'];
  return {
    configurationFile: options.config ?? environment['NETSOC_CONFIG'],
    dataFolder: options.data ?? environment['NETSOC_DATA_DIR'] ?? './data',
    port: options.port ?? (port === undefined || port === '' ? undefined : portNumber(port)),
    keepLab: options.keepLab ?? false,
    buildPortal: options.portal,
    logLevel: environment['LOG_LEVEL'] ?? 'info',
  };
};

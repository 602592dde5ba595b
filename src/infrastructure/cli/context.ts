import type { Terminal } from './terminal.ts';

/** What every command works with. */
export type CliContext = Readonly<{
  terminal: Terminal;
  dataFolder: string;
  /** Configuration with real servers, when one is named. */
  configurationFile: string | undefined;
  /** Print JSON instead of text. */
  json: boolean;
  environment: Readonly<Record<string, string | undefined>>;
}>;

import { ConfigurationError } from '../../config/configuration-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { printJson } from '../terminal.ts';

/** Says everything that is wrong with a configuration. @throws CommandFailure `usage` */
export const checkConfiguration = (context: CliContext, named: string | undefined): void => {
  const file = named ?? context.configurationFile;
  if (file === undefined) {
    throw new CommandFailure(exitCode.usage, 'Which file? netsoc config check config.yml (or set NETSOC_CONFIG)');
  }
  try {
    readConfiguration(file, context.environment);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (context.json) printJson(context.terminal, { file, valid: false, problems: error.problems });
    throw new CommandFailure(exitCode.usage, error.message, { cause: error });
  }
  if (context.json) printJson(context.terminal, { file, valid: true, problems: [] });
  else context.terminal.out(`${file} is right.\n`);
};

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { disableAccount, enableAccount, resendVerification } from './commands/account-acts-command.ts';
import type { DisableOptions } from './commands/account-acts-command.ts';
import { listAccounts, showAccount } from './commands/accounts-command.ts';
import type { AccountListOptions } from './commands/accounts-command.ts';
import { checkConfiguration } from './commands/config-command.ts';
import { serveEvents, showEvents, tailEvents } from './commands/events-command.ts';
import { printInbox } from './commands/inbox-command.ts';
import type { InboxOptions } from './commands/inbox-command.ts';
import { printLabStatus, printToken, stopLab } from './commands/lab-command.ts';
import { listProjections, rebuildProjections } from './commands/projections-command.ts';
import type { CliContext } from './context.ts';
import { CommandFailure, exitCode } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { printJson } from './terminal.ts';
import type { Terminal } from './terminal.ts';

type Environment = CliContext['environment'];
type GlobalOptions = { data?: string; config?: string; json?: boolean };

const seconds = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a number of seconds.');
  return number;
};

const portNumber = (text: string): number => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('It must be a port: 0 to 65535.');
  return number;
};

const whichAccount = 'id or username';

const exitCodes = `
Exit status:
  0 done   1 failed   2 wrong usage or configuration   3 nothing runs or answers   4 refused`;

/** Every command there is, with its words; nothing runs yet. */
export const commandLine = (terminal: Terminal, environment: Environment, signal: AbortSignal): Command => {
  const program = new Command('netsoc')
    .description('Operates a Netsoc Cloud installation: the server that runs in the data folder.')
    .option('--data <folder>', 'data folder (default: NETSOC_DATA_DIR, else ./data)')
    .option('--config <file>', 'configuration with real servers (default: NETSOC_CONFIG; without one, the lab)')
    .option('--json', 'print JSON for programs')
    .helpCommand(true)
    .showHelpAfterError('(netsoc --help explains)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ netsoc lab status                             where everything of the lab is
  $ TOKEN=$(netsoc lab token member)              an access token for scripts
  $ curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/v1/instances
  $ netsoc accounts list --state waiting          sign-ups whose address is not verified
  $ netsoc projections rebuild --all              rebuild what is read, beside what runs
  $ netsoc events tail                            watch what happens
  $ netsoc config check config.yml                what is wrong with a configuration, with lines
${exitCodes}`,
    );

  const context = (): CliContext => {
    const options = program.opts<GlobalOptions>();
    return {
      terminal,
      environment,
      dataFolder: options.data ?? environment['NETSOC_DATA_DIR'] ?? './data',
      configurationFile: options.config ?? environment['NETSOC_CONFIG'],
      json: options.json ?? false,
    };
  };
  const command = (parent: Command, name: string, description: string, example: string): Command =>
    parent.command(name).description(description).addHelpText('after', `\nExample:\n  $ ${example}`);

  const projections = program.command('projections').description('Read models: what pages and endpoints show.');
  command(projections, 'list', 'where every read model stands', 'netsoc projections list').action(() =>
    listProjections(context()),
  );
  command(
    projections,
    'rebuild',
    'build read models anew beside the running ones, compare, switch',
    'netsoc projections rebuild instance-list audit-log',
  )
    .argument('[names...]', 'read models')
    .option('--all', 'every read model')
    .action((names: readonly string[], options: { all?: boolean }) =>
      rebuildProjections(context(), names, options.all ?? false),
    );

  const events = program.command('events').description('The log: everything that ever happened.');
  command(events, 'tail', 'print events as they happen, until Ctrl-C', 'netsoc events tail --stream instance-')
    .option('--after <position>', 'begin after this log position (0: from the start); default: now')
    .option('--stream <prefix>', 'only streams whose name begins so')
    .action((options: { after?: string; stream?: string }) => tailEvents(context(), { ...options, signal }));
  command(events, 'show', 'print the events of a stream, or one of them in full', 'netsoc events show instance-<id> 0')
    .argument('<stream>', 'name of the stream')
    .argument('[revision]', 'which event of it, from 0')
    .action((stream: string, revision: string | undefined) => showEvents(context(), stream, revision));

  command(
    events,
    'serve',
    "offer the embedded log to EventStoreDB's clients, while no server runs",
    'netsoc events serve --port 2113',
  )
    .option('--port <port>', 'port on 127.0.0.1', portNumber, 2113)
    .action((options: { port: number }) => serveEvents(context(), options.port, signal));

  const accounts = program.command('accounts').description('People: who has an account, and who may use it.');
  command(accounts, 'list', 'who has an account, newest first', 'netsoc accounts list --search ada --state active')
    .option('--search <text>', 'part of a username, name, e-mail address or id')
    .addOption(
      new Option('--state <state>', 'only accounts in this state').choices(['waiting', 'active', 'disabled', 'erased']),
    )
    .action((options: AccountListOptions) => listAccounts(context(), options));
  command(accounts, 'show', 'print an account and what happened to it', 'netsoc accounts show ada')
    .argument('<account>', whichAccount)
    .action((account: string) => showAccount(context(), account));
  command(
    accounts,
    'disable',
    'keep somebody out until the account is enabled again',
    'netsoc accounts disable ada --reason "Terms of use, section 4" --instances stay',
  )
    .argument('<account>', whichAccount)
    .requiredOption('--reason <text>', 'why; the person reads it')
    .addOption(
      new Option('--instances <policy>', 'what becomes of their instances').choices(['stay', 'stop']).default('stop'),
    )
    .action((account: string, { reason, instances }: DisableOptions) =>
      disableAccount(context(), account, { reason, instances }),
    );
  command(accounts, 'enable', 'let somebody in again', 'netsoc accounts enable ada')
    .argument('<account>', whichAccount)
    .action((account: string) => enableAccount(context(), account));
  command(
    accounts,
    'resend-verification',
    'send the mail of a waiting sign-up once more, at most three an hour',
    'netsoc accounts resend-verification ada',
  )
    .argument('<account>', whichAccount)
    .action((account: string) => resendVerification(context(), account));

  const lab = program.command('lab').description('The simulated world; refused where servers are real.');
  command(lab, 'token', 'print an access token of a lab account', 'netsoc lab token admin')
    .argument('<account>', 'member, admin or auditor')
    .option('--expires-in <seconds>', 'life of the token', seconds, 3600)
    .action((account: string, options: { expiresIn: number }) => printToken(context(), account, options.expiresIn));
  command(lab, 'status', 'addresses, credentials and process ids of everything', 'netsoc lab status --json').action(
    () => {
      printLabStatus(context());
    },
  );
  command(
    lab,
    'inbox',
    'mail that the lab caught, newest first',
    'netsoc lab inbox --to member@lab.netsoc.invalid --wait 20 --json',
  )
    .option('--to <address>', 'only mail to this address')
    .option('--after <id>', 'only mail that came after this one')
    .option('--wait <seconds>', 'wait until there is one, and end with 1 when none comes in time', seconds)
    .action((options: InboxOptions) => printInbox(context(), options, signal));
  command(lab, 'stop', 'end the lab', 'netsoc lab stop').action(() => stopLab(context()));

  const config = program.command('config').description('Configuration files.');
  command(config, 'check', 'say everything that is wrong, with lines', 'netsoc config check config.yml')
    .argument('[file]', 'default: --config or NETSOC_CONFIG')
    .action((file: string | undefined) => {
      checkConfiguration(context(), file);
    });

  // `--json` may stand anywhere, as people write it.
  for (const group of program.commands) {
    for (const leaf of group.commands) {
      leaf.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
      leaf.option('--json', 'print JSON for programs').hook('preAction', (_, action) => {
        if (action.opts<GlobalOptions>().json === true) program.setOptionValue('json', true);
      });
    }
    group.exitOverride();
  }
  return program;
};

/**
 * Runs one command.
 * @param argv without node and script
 * @returns the exit status, see exit-code.ts
 */
export const runCli = async (
  argv: readonly string[],
  terminal: Terminal,
  environment: Environment,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const program = commandLine(terminal, environment, signal);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Asking for help is no mistake; a group without a command shows help as well, and is one.
      return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    }
    if (error instanceof CommandFailure) {
      if (program.opts<GlobalOptions>().json === true)
        printJson({ ...terminal, out: terminal.err }, { error: error.message });
      else terminal.err(`${error.message}\n`);
      return error.exitCode;
    }
    throw error;
  }
};

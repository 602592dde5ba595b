import { commandLine, runCli } from '../../src/infrastructure/cli/program.ts';
import type { Terminal } from '../../src/infrastructure/cli/terminal.ts';

const nowhere: Terminal = { out: () => undefined, err: () => undefined, interactive: false };
const never = new AbortController().signal;

/** The program itself, then every command in the order of its help. */
const commands = (): readonly (readonly string[])[] => [
  [],
  ...commandLine(nowhere, {}, never).commands.flatMap((group) =>
    group.commands.map((command) => [group.name(), command.name()]),
  ),
];

const helpOf = async (command: readonly string[]): Promise<string> => {
  let text = '';
  const take = (piece: string): void => {
    text += piece;
  };
  await runCli([...command, '--help'], { out: take, err: take, interactive: false }, {}, never);
  return text.trim();
};

/** Markdown of every command's own help. */
export const cliReference = async (): Promise<string> => {
  const sections = await Promise.all(
    commands().map(async (command) =>
      [`## \`${['netsoc', ...command].join(' ')}\``, '', '```text', await helpOf(command), '```', ''].join('\n'),
    ),
  );
  return [
    '# Command line',
    '',
    'The help of every command, written by `npm run reference`. `npm run cli -- …` in a checkout is `netsoc …`.',
    'Commands talk to the running server through a socket in the data folder that only its owner may open; some work without a server too.',
    '',
    ...sections,
  ].join('\n');
};

import { runCli } from '../../src/infrastructure/cli/program.ts';

const commands: readonly (readonly string[])[] = [
  [],
  ['projections', 'list'],
  ['projections', 'rebuild'],
  ['events', 'tail'],
  ['events', 'show'],
  ['lab', 'token'],
  ['lab', 'status'],
  ['lab', 'inbox'],
  ['lab', 'stop'],
  ['config', 'check'],
];

const helpOf = async (command: readonly string[]): Promise<string> => {
  let text = '';
  const take = (piece: string): void => {
    text += piece;
  };
  await runCli([...command, '--help'], { out: take, err: take, interactive: false }, {}, new AbortController().signal);
  return text.trim();
};

/** Markdown of every command's own help. */
export const cliReference = async (): Promise<string> => {
  const sections = await Promise.all(
    commands.map(async (command) =>
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

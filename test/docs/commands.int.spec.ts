import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { commandLine } from '../../src/infrastructure/cli/program.ts';
import { pages, textOf } from './pages.ts';

const nowhere = { out: () => undefined, err: () => undefined, interactive: false };
const program = commandLine(nowhere, {}, new AbortController().signal);

/** Fenced blocks and code within a line; the rest is prose. */
const codeIn = (markdown: string): string =>
  Array.from(markdown.matchAll(/^```[^\n]*\n([\s\S]*?)^```$|`([^`\n]+)`/gm), ([, block, span]) => block ?? span).join(
    '\n',
  );

/** What stands behind `netsoc` or `npm run cli --` where a command begins, up to where the shell ends it. */
const commandsIn = (code: string): readonly string[] =>
  Array.from(
    code.matchAll(/(?:^|[$(|;&#])\s*(?:\w+=\S+ )?(?:npm run (?:-s )?cli --|netsoc) ([^\n|;&)>]+)/gm),
    ([, command = '']) => command,
  );

const words = (command: string): readonly string[] => command.match(/"[^"]*"|\S+/g) ?? [];

/** Why a command of a page cannot be typed; undefined when it can. */
const complaintAbout = (command: string): string | undefined => {
  const [groupName = '', leafName = '', ...rest] = words(command);
  const group = named(program, groupName);
  const leaf = group && named(group, leafName);
  if (leaf === undefined) return `netsoc ${command}: no such command`;
  const known = [...leaf.options, ...program.options].map(({ long }) => long);
  const unknown = rest.filter((word) => word.startsWith('--') && !known.includes(word.split('=')[0]));
  return unknown.length === 0 ? undefined : `netsoc ${command}: no such option: ${unknown.join(', ')}`;
};

const named = (parent: Command, name: string): Command | undefined =>
  parent.commands.find((command) => command.name() === name);

/** The generated one shows help, not commands. */
const written = [...pages().filter((page) => page !== 'docs/reference/cli.md'), 'config.sample.yml'];

describe('commands that the documentation names', () => {
  it.each(written)('exist, with their options: %s', (page) => {
    const code = page.endsWith('.md') ? codeIn(textOf(page)) : textOf(page);
    expect(commandsIn(code).flatMap((command) => complaintAbout(command) ?? [])).toEqual([]);
  });

  it('are found where they stand', () => {
    const found = written.flatMap((page) => commandsIn(codeIn(textOf(page))));
    expect(found).toEqual(expect.arrayContaining(['projections rebuild --all', 'accounts enable ada', 'lab inbox']));
  });

  it('would be missed if they were not there', () => {
    const code = 'TOKEN=$(netsoc lab tokens member); ls -r netsoc -q x | npm run -s cli -- accounts list --all';
    expect(commandsIn(code)).toEqual(['lab tokens member', 'accounts list --all']);
    expect(complaintAbout('lab tokens member')).toContain('no such command');
    expect(complaintAbout('accounts list --all')).toContain('no such option: --all');
    expect(complaintAbout('accounts list --state waiting --json')).toBeUndefined();
  });
});

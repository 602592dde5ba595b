import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const page = resolve(import.meta.dirname, '../../docs/how-to/connect-freeipa.md');

/** A command of FreeIPA's own client that our how-to names, with its options: `user-add`, `['first', 'last']`. */
export type NamedCommand = Readonly<{ command: string; options: readonly string[] }>;

export const namedCommands = (): readonly NamedCommand[] => {
  const named = new Map<string, Set<string>>();
  for (const [, line = ''] of readFileSync(page, 'utf8').matchAll(/^ipa (.+)$/gm)) {
    const [command = ''] = line.split(' ');
    const options = named.get(command) ?? new Set();
    for (const [, option = ''] of line.matchAll(/ --([a-z]+)/g)) options.add(option);
    named.set(command, options);
  }
  return [...named].map(([command, options]) => ({ command, options: [...options] }));
};

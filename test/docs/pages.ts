import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** Text of a file, named from the repository's root. */
export const textOf = (file: string): string => readFileSync(join(repository, file), 'utf8');

/** Everything that people read: README and all pages below docs, generated ones included, from the repository's root. */
export const pages = (): readonly string[] => [
  'README.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
    .toSorted(),
];

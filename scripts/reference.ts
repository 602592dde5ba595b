/**
 * Writes docs/reference, and the portal's types, from the code they describe. `--check` writes nothing and fails when a page is out of date.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { apiReference } from './reference/api-reference.ts';
import { cliReference } from './reference/cli-reference.ts';
import { eventsReference } from './reference/events-reference.ts';
import { portalTypes } from './reference/portal-types.ts';
import { reservedNamesReference } from './reference/reserved-names-reference.ts';

const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/cli.md': cliReference,
  'docs/reference/events.md': eventsReference,
  'docs/reference/openapi.json': apiReference,
  'docs/reference/reserved-names.md': reservedNamesReference,
  'web/src/app/api/schema.d.ts': portalTypes,
};

const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const written = await Promise.all(
  Object.entries(pages).map(async ([file, write]) => ({ file, wanted: await write() })),
);
const stale = written.filter(({ file, wanted }) => contentOf(file) !== wanted);

if (process.argv.includes('--check')) {
  for (const { file } of stale) process.stderr.write(`${file} is out of date: npm run reference\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync('docs/reference', { recursive: true });
  for (const { file, wanted } of stale) {
    writeFileSync(file, wanted);
    process.stderr.write(`wrote ${file}\n`);
  }
}

/**
 * `npm run bench [-- group …]`: a table on stderr, one JSON line per figure on stdout.
 * Every figure stands beside the bare work it is compared with, measured in the same run.
 */
import type { Figure } from './figure.ts';

type Group = (emit: (figure: Figure) => void) => Promise<void>;

const groups: Readonly<Record<string, () => Promise<{ run: Group }>>> = {
  append: () => import('./append.ts'),
  read: () => import('./read.ts'),
  rebuild: () => import('./rebuild.ts'),
  command: () => import('./command.ts'),
  start: () => import('./start.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in groups));
if (unknown.length > 0) {
  process.stderr.write(`unknown group: ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}\n`);
  process.exit(2);
}

const column = (value: number | null, width: number): string =>
  (value === null ? '-' : value.toLocaleString('en', { maximumFractionDigits: 3 })).padStart(width);

process.stderr.write(
  `${'figure'.padEnd(24)}${'value'.padStart(14)}  ${'unit'.padEnd(12)}${'baseline'.padStart(14)}${'ratio'.padStart(9)}\n`,
);

const emit = (figure: Figure): void => {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
  process.stderr.write(
    `${figure.figure.padEnd(24)}${column(figure.value, 14)}  ${figure.unit.padEnd(12)}${column(figure.baseline, 14)}${column(figure.ratio, 9)}\n`,
  );
};

for (const [name, load] of Object.entries(groups)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const group = await load();
  await group.run(emit);
}

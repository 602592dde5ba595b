import type { Letter } from '../../application/ports/mailer.ts';
import { lines } from '../outbound/one-line.ts';
import type { Portal } from './portal.ts';

/** The letter for those who read mail as text: everything that the HTML says, addresses on lines of their own. */
export const letterText = (letter: Letter, portal: Portal): string => {
  const blocks = [
    [letter.heading],
    ...letter.paragraphs.map((paragraph) => [paragraph]),
    factLines(letter.facts ?? []),
    // Marked line by line: what somebody else wrote can not pass for ours.
    letter.quote === undefined ? [] : lines(letter.quote).map((line) => `> ${line}`),
    letter.action === undefined ? [] : [`${letter.action.label}:`, letter.action.url],
    ...(letter.notes ?? []).map((note) => [note]),
    // Mail programs know this mark and leave out what follows when one answers. Its space belongs to it (RFC 3676, 4.3).
    ['-- ', portal.name, portal.url],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

const factLines = (facts: NonNullable<Letter['facts']>): readonly string[] => {
  const width = Math.max(0, ...facts.map(({ label }) => label.length + 1));
  return facts.map(({ label, value }) => `${`${label}:`.padEnd(width)} ${value}`);
};

import type { Letter } from '../../ports/mailer.ts';

/** Everything that a reader of a letter sees, in lines, but for the address that its button leads to. */
export const wordsOf = ({ subject, heading, paragraphs, facts, quote, action, notes }: Letter): string =>
  [
    subject,
    heading,
    ...paragraphs,
    ...(facts ?? []).map(({ label, value }) => `${label}: ${value}`),
    ...(quote === undefined ? [] : [`> ${quote}`]),
    ...(action === undefined ? [] : [`[${action.label}]`]),
    ...(notes ?? []),
  ].join('\n');

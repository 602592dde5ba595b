import type { CaughtMail } from './mailbox.ts';

/** Web addresses in the text of a mail, in their order, each once; what ends a sentence is no part of one. */
export const linksOf = ({ text }: Pick<CaughtMail, 'text'>): readonly string[] => [
  ...new Set((text ?? '').match(/https?:\/\/[^\s<>"]+/g)?.map((found) => found.replace(/[.,;:!?)]+$/, ''))),
];

import type { Letter } from '../../application/ports/mailer.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import { oneLine } from '../outbound/one-line.ts';
import type { Portal } from './portal.ts';

export type RenderedLetter = Readonly<{ subject: string; html: string; text: string }>;

/** A subject that still fits where mailboxes list it; RFC 5322 would take 998. */
const longestSubject = 150;

/**
 * Sets a letter in type, in the one look of all our mails. Whatever people wrote stays text: it is escaped, and begins no line of
 * its own outside the quote.
 * @throws TypeError for an action that does not lead to a web page
 */
export const renderLetter = (letter: Letter, portal: Portal): RenderedLetter => {
  const clean = cleaned(letter);
  return { subject: clean.subject, html: letterHtml(clean, portal), text: letterText(clean, portal) };
};

const cleaned = (letter: Letter): Letter => ({
  subject: oneLine(letter.subject, longestSubject),
  heading: oneLine(letter.heading),
  paragraphs: letter.paragraphs.map((text) => oneLine(text)),
  facts: (letter.facts ?? []).map(({ label, value }) => ({ label: oneLine(label), value: oneLine(value) })),
  ...(letter.quote === undefined ? {} : { quote: letter.quote }),
  ...(letter.action === undefined
    ? {}
    : { action: { label: oneLine(letter.action.label), url: webAddress(letter.action.url) } }),
  notes: (letter.notes ?? []).map((text) => oneLine(text)),
});

/** In the spelling of the standard: without spaces, quotes or line breaks. */
const webAddress = (text: string): string => {
  // Asked, not tried: the error of a failed try holds the address, which may be a single-use link.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new TypeError('the action of a letter leads to no web page');
  }
  return url.href;
};

import type { ChatMessage } from '../../application/ports/chat-room.ts';
import { oneLine } from '../outbound/one-line.ts';

/** Body of Discord's "Execute Webhook". */
export type DiscordMessage = Readonly<{
  content: string;
  /** Nothing in the text mentions anybody. */
  allowed_mentions: Readonly<{ parse: readonly [] }>;
}>;

/** Discord refuses longer ones. */
const longestContent = 2000;
/** What a link may take of it; one that is longer is left out. */
const longestLink = 1000;

/** The message as Discord shows it: the text as it is, the link below it. */
export const discordMessage = ({ text, link }: ChatMessage): DiscordMessage => {
  const below = link === undefined ? '' : `\n${joined(withoutMarkup(link.label), 200)}: <${new URL(link.url).href}>`;
  const shown = below.length > longestLink ? '' : below;
  return {
    content: joined(withoutMarkup(text), longestContent - shown.length) + shown,
    allowed_mentions: { parse: [] },
  };
};

/** Everything that Discord's Markdown gives a meaning, timestamps, channels and emoji included (`<t:1>`, `<#1>`, `:name:`). */
const meaningful = /[\\*_~|>#[\]()`<:]/;

/** The text in parts that must not be cut: characters, with what takes their meaning from them. */
const withoutMarkup = (text: string): readonly string[] => {
  const line = oneLine(text);
  // `- `, `+ ` and `1. ` begin a list, but only a line begins with them.
  const listMark = /^\d*[-+.]/.exec(line)?.[0].length ?? 0;
  return Array.from(line).map((character, index) => {
    // A character of no width behind it: what is shown stays the same.
    if (character === '@') return '@\u200b';
    return meaningful.test(character) || index === listMark - 1 ? `\\${character}` : character;
  });
};

/** At most so many UTF-16 units; what does not fit is cut and marked with an ellipsis. */
const joined = (parts: readonly string[], limit: number): string => {
  const whole = parts.join('');
  if (whole.length <= limit) return whole;
  let cut = '';
  for (const part of parts) {
    if (cut.length + part.length > limit - 1) break;
    cut += part;
  }
  return `${cut}…`;
};

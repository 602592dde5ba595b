import type { ChatMessage } from '../../application/ports/chat-room.ts';
import { oneLine } from '../outbound/one-line.ts';

/** Body of an incoming webhook of Slack, and of Mattermost and Rocket.Chat, which took over its shape. */
export type SlackMessage = Readonly<{
  text: string;
  /** `@channel` in the text stays text. */
  link_names: false;
  /** Nobody fetches the pages that we point to. */
  unfurl_links: false;
  unfurl_media: false;
}>;

/** Slack shows 4000 characters of a message; we never have that much to say. */
const longestText = 3000;

/** The message in Slack's `mrkdwn`: the text as it is, then the link. */
export const slackMessage = ({ text, link }: ChatMessage): SlackMessage => ({
  text: [
    withoutMarkup(oneLine(text, longestText)),
    ...(link === undefined ? [] : [`<${address(link.url)}|${withoutMarkup(oneLine(link.label))}>`]),
  ].join('\n'),
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
});

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters that Slack gives a meaning to; without them `<!channel>` and `<@U1>` are words. */
const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => escapes[character] ?? character);

/** Mattermost also mentions with a mere `@` and links with `[label](address)`: a character of no width takes that away. */
const withoutMarkup = (text: string): string => escaped(text).replaceAll('@', '@\u200b').replaceAll('](', ']\u200b(');

/** `|` would end it. */
const address = (url: string): string => escaped(new URL(url).href.replaceAll('|', '%7C'));

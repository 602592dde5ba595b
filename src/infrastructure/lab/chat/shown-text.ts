import type { WebhookPost } from './webhook-post.ts';

/** What people in the chat would read, without the marks that take a meaning away or make a link. */
export const shownText = (post: WebhookPost): string =>
  (post.shape === 'discord' ? shownByDiscord(post.body.content) : shownBySlack(post.body.text)).replaceAll(
    '\u200b',
    '',
  );

const shownByDiscord = (content: string): string =>
  content.replace(/<(https?:[^>\s]*)>/g, '$1').replace(/\\([^0-9A-Za-z\s])/g, '$1');

const shownBySlack = (text: string): string =>
  text
    .replace(/<([^<>|]*)\|([^<>]*)>/g, '$2: $1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

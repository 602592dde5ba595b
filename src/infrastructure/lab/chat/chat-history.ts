import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { openDurableDocument } from '../state/durable-document.ts';
import type { Sealing } from '../state/sealing.ts';
import { shownText } from './shown-text.ts';
import { webhookPost } from './webhook-post.ts';
import type { WebhookPost } from './webhook-post.ts';

const chatMessage = z.object({
  id: z.string(),
  receivedAt: z.string(),
  /** As people in the chat would read it. */
  text: z.string(),
  /** As it was sent. */
  post: webhookPost,
});

export type CaughtChatMessage = Readonly<z.infer<typeof chatMessage>>;

export type ChatHistory = Readonly<{
  add: (post: WebhookPost) => CaughtChatMessage;
  /** Newest first. */
  list: () => readonly CaughtChatMessage[];
  clear: () => void;
}>;

/** Enough to look back; older ones go. */
const kept = 500;

/** Messages that were posted, kept in one file. */
export const openChatHistory = (dataDirectory: string, sealing: Sealing | undefined): ChatHistory => {
  const document = openDurableDocument<readonly CaughtChatMessage[]>({
    path: join(dataDirectory, 'chat.json'),
    schema: z.array(chatMessage),
    initial: () => [],
    sealing,
  });
  return {
    add: (post) => {
      const message = { id: randomUUID(), receivedAt: new Date().toISOString(), text: shownText(post), post };
      document.change((earlier) => [message, ...earlier].slice(0, kept));
      return message;
    },
    list: document.read,
    clear: () => {
      document.change(() => []);
    },
  };
};

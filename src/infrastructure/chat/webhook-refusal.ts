import { z } from 'zod';
import { ChatError } from '../../application/ports/chat-room.ts';
import type { ChatFailure } from '../../application/ports/chat-room.ts';
import { oneLine } from '../outbound/one-line.ts';

/** What a chat answered instead of taking the message. */
export type RefusedPost = Readonly<{ status: number; retryAfter: string | undefined; body: string }>;

/**
 * What it means, in the chat's own words: Discord's `{"message": …}`, Slack's `no_service`.
 * @param secrets parts of the webhook's address, which an answer may repeat
 */
export const webhookRefusal = (answer: RefusedPost, secrets: readonly string[]): ChatError => {
  const { status, retryAfter } = answer;
  const pause = /^\d+(\.\d+)?$/.test(retryAfter ?? '') ? ` (try again after ${retryAfter ?? ''} s)` : '';
  const said = secrets.reduce((words, secret) => words.replaceAll(secret, '(webhook)'), wordsOf(answer.body));
  const words = oneLine(said, 200);
  return new ChatError(
    failureOf(status),
    `the chat answers ${String(status)}${words === '' ? '' : `: ${words}`}${pause}`,
  );
};

const failureOf = (status: number): ChatFailure => {
  // Slack's 410 is an archived channel.
  if ([401, 403, 404, 410].includes(status)) return 'denied';
  if (status === 408 || status === 429 || status >= 500) return 'busy';
  // A redirect: no chat answers so.
  return status >= 400 ? 'rejected' : 'unreachable';
};

const discordBody = z.object({ message: z.string() });

const wordsOf = (body: string): string => {
  if (/^[a-z_]{1,60}$/.test(body)) return body;
  try {
    return discordBody.safeParse(JSON.parse(body)).data?.message ?? '';
  } catch (error) {
    // A page of a gateway: its words help nobody.
    if (error instanceof SyntaxError) return '';
    throw error;
  }
};

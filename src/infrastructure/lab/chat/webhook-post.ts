import { z } from 'zod';

/** Discord's limits (developer documentation: Execute Webhook); of the fields, those that a plain message has. */
const discordPost = z.object({
  content: z.string().min(1).max(2000),
  username: z.string().max(80).optional(),
  allowed_mentions: z.object({ parse: z.array(z.enum(['everyone', 'users', 'roles'])).optional() }).optional(),
  flags: z.int().optional(),
});

/** Slack's incoming webhook. */
const slackPost = z.object({
  text: z.string().min(1).max(40_000),
  link_names: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
});

export const webhookPost = z.discriminatedUnion('shape', [
  z.object({ shape: z.literal('discord'), body: discordPost }),
  z.object({ shape: z.literal('slack'), body: slackPost }),
]);
export type WebhookPost = Readonly<z.infer<typeof webhookPost>>;

/** What Discord or Slack answers to something they do not take. */
export type WebhookRefusal = Readonly<{ status: 400; body: string }>;

const discordRefusal = (code: number, message: string): WebhookRefusal => ({
  status: 400,
  body: JSON.stringify({ code, message }),
});

/** Reads a body of either shape; the fields tell which it is. @param body undefined for what is not JSON */
export const readPost = (body: unknown): WebhookPost | WebhookRefusal => {
  const isSlack = typeof body === 'object' && body !== null && 'text' in body;
  if (isSlack) {
    const post = webhookPost.safeParse({ shape: 'slack', body });
    return post.data ?? { status: 400, body: body.text === '' ? 'no_text' : 'invalid_payload' };
  }
  const post = webhookPost.safeParse({ shape: 'discord', body });
  if (post.success) return post.data;
  const isEmpty = typeof body === 'object' && body !== null && (!('content' in body) || body.content === '');
  return isEmpty ? discordRefusal(50_006, 'Cannot send an empty message') : discordRefusal(50_035, 'Invalid Form Body');
};

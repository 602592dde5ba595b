import axios from 'axios';
import { ChatError } from '../../application/ports/chat-room.ts';
import type { ChatRoom } from '../../application/ports/chat-room.ts';
import { boundedCall, reasonOfSilence } from '../outbound/bounded-call.ts';
import { discordMessage } from './discord-message.ts';
import { slackMessage } from './slack-message.ts';
import { webhookRefusal } from './webhook-refusal.ts';

export type WebhookOptions = Readonly<{
  /** Whoever knows it can post: a secret like a password. */
  url: string;
  /** Slack's is also that of Mattermost and Rocket.Chat. */
  shape: 'discord' | 'slack';
  /** Of one message, from the first byte to the answer. Default: 10 000. */
  timeoutMilliseconds?: number;
}>;

/**
 * Posts through an incoming webhook (Discord: Execute Webhook; Slack: Incoming webhooks). Its address is in no error.
 * @throws TypeError for something that is no address
 */
export const createWebhookChatRoom = (options: WebhookOptions): ChatRoom => {
  const timeoutMilliseconds = options.timeoutMilliseconds ?? 10_000;
  const address = addressOf(options);
  // Long enough to be what nobody may know: ids and tokens, not `api`.
  const secrets = address.pathname.split('/').filter((part) => part.length >= 8);
  return {
    post: async (message) => {
      const body = options.shape === 'discord' ? discordMessage(message) : slackMessage(message);
      try {
        const { status, headers, data } = await axios.post<string>(address.href, body, {
          ...boundedCall(address.href, timeoutMilliseconds),
          responseType: 'text',
          transformResponse: (text: unknown) => text,
          validateStatus: () => true,
        });
        if (status >= 200 && status < 300) return;
        const retryAfter: unknown = headers['retry-after'];
        throw webhookRefusal(
          { status, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined, body: data },
          secrets,
        );
      } catch (error) {
        if (!axios.isAxiosError(error)) throw error;
        // Without the cause: axios keeps the address in it.
        throw new ChatError('unreachable', `the chat: ${reasonOfSilence(error, timeoutMilliseconds)}`);
      }
    },
  };
};

/** Discord is told to answer once the message is there; otherwise it answers before it has looked at it. */
const addressOf = ({ url, shape }: WebhookOptions): URL => {
  // Asked, not tried: the error of a failed try holds the address.
  if (!URL.canParse(url)) throw new TypeError('the webhook has no address');
  const address = new URL(url);
  if (shape === 'discord') address.searchParams.set('wait', 'true');
  return address;
};

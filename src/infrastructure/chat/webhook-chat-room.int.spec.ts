import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { ChatError } from '../../application/ports/chat-room.ts';
import type { ChatFailure } from '../../application/ports/chat-room.ts';
import { startChatSimulator } from '../lab/chat/chat-simulator.ts';
import type { ChatSimulator } from '../lab/chat/chat-simulator.ts';
import { silentChatRoom } from './silent-chat-room.ts';
import { createWebhookChatRoom } from './webhook-chat-room.ts';

const token = 'token-of-the-webhook';
let folder: string;
let catcher: ChatSimulator;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-chat-room-'));
  catcher = await startChatSimulator({
    dataDirectory: folder,
    port: 0,
    token,
    logger: pino({ level: 'silent' }),
  });
});
afterEach(async () => {
  await catcher.close();
  await rm(folder, { recursive: true });
});

const room = (shape: 'discord' | 'slack' = 'discord', timeoutMilliseconds = 10_000) =>
  createWebhookChatRoom({ url: catcher.url, shape, timeoutMilliseconds });

const message = {
  text: 'Instance *web* of [somebody](https://evil.invalid) @everyone <!channel> & more',
  link: { label: 'Requests', url: 'https://cloud.invalid/requests' },
};

/** The error of a message that was not posted; whatever it holds is searched for what must not leave. */
const failureOf = async (posting: Promise<void>): Promise<ChatError> => {
  const error = await posting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ChatError)) throw new Error('the post should have failed with a ChatError', { cause: error });
  expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/token-of-the-webhook|api\/webhooks|evil/);
  return error;
};

describe('chat through a webhook', () => {
  it.each(['discord', 'slack'] as const)('posts a message as it is, in the shape of %s', async (shape) => {
    await room(shape).post(message);
    expect(catcher.history.list()).toMatchObject([
      { text: `${message.text}\nRequests: https://cloud.invalid/requests`, post: { shape } },
    ]);
  });

  const answers: readonly (readonly [number, string, Record<string, string>, ChatFailure, string])[] = [
    [
      429,
      '{"message":"You are being rate limited."}',
      { 'retry-after': '3' },
      'busy',
      '429: You are being rate limited. (try again after 3 s)',
    ],
    [429, '', { 'retry-after': '<script>' }, 'busy', '429'],
    [500, '<html>oh</html>', {}, 'busy', '500'],
    [401, '{"message":"Invalid Webhook Token"}', {}, 'denied', '401: Invalid Webhook Token'],
    [403, 'action_prohibited', {}, 'denied', '403: action_prohibited'],
    [404, `{"message":"No webhook ${token}"}`, {}, 'denied', '404: No webhook (webhook)'],
    [410, 'channel_is_archived', {}, 'denied', '410: channel_is_archived'],
    [400, 'invalid_payload', {}, 'rejected', '400: invalid_payload'],
  ];
  it.each(answers)('understands an answer %i %s', async (status, body, headers, failure, words) => {
    await catcher.control({ fault: 'error', status, body, headers });
    expect(await failureOf(room().post(message))).toMatchObject({ failure, message: `the chat answers ${words}` });
  });

  it('says that the webhook is not there', async () => {
    const other = createWebhookChatRoom({ url: catcher.url.replace('/1/', '/2/'), shape: 'discord' });
    expect(await failureOf(other.post(message))).toMatchObject({
      failure: 'denied',
      message: 'the chat answers 404: Unknown Webhook',
    });
  });

  it('gives up in time', async () => {
    await catcher.control({ fault: 'hang' });
    expect(await failureOf(room('slack', 50).post(message))).toMatchObject({
      failure: 'unreachable',
      message: 'the chat: no answer within 50 ms',
    });
  });

  it.each(['before', 'after'] as const)('says that the connection broke %s the message was posted', async (when) => {
    await catcher.control({ fault: 'drop', when });
    expect(await failureOf(room().post(message))).toMatchObject({
      failure: 'unreachable',
      message: 'the chat: ECONNRESET',
    });
    expect(catcher.history.list()).toHaveLength(when === 'after' ? 1 : 0);
  });

  it('does not repeat an address that is none', () => {
    const making = () => createWebhookChatRoom({ url: `hooks/${token}`, shape: 'slack' });
    expect(making).toThrow(new TypeError('the webhook has no address'));
  });
});

describe('no webhook', () => {
  it('takes every message', async () => {
    await expect(silentChatRoom.post(message)).resolves.toBeUndefined();
  });
});

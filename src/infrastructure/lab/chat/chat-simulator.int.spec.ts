import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { createSealing } from '../state/sealing.ts';
import { startChatSimulator } from './chat-simulator.ts';
import type { ChatSimulator } from './chat-simulator.ts';

const sealing = createSealing(randomBytes(32));
let folder: string;
let chat: ChatSimulator;

const start = (port = 0) =>
  startChatSimulator({
    dataDirectory: folder,
    port,
    token: 'token-of-the-webhook',
    sealing,
    logger: pino({ level: 'silent' }),
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-chat-'));
  chat = await start();
});
afterEach(async () => {
  await chat.close();
  await rm(folder, { recursive: true });
});

const post = async (body: unknown, url = chat.url) => {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return [reply.status, await reply.text()];
};

const messages = async (): Promise<unknown> => {
  const reply = await fetch(new URL('/api/messages', chat.url));
  return ((await reply.json()) as { messages: unknown }).messages;
};

describe('chat catcher', () => {
  it('takes a message as Discord does', async () => {
    const body = { content: 'web\\*1 \\<b>\nSee: <https://cloud.invalid/x>', allowed_mentions: { parse: [] } };
    expect(await post(body)).toEqual([204, '']);
    expect(await post({ content: 'again' }, `${chat.url}?wait=true`)).toEqual([
      200,
      expect.stringContaining('"content":"again"'),
    ]);
    expect(await messages()).toMatchObject([
      { text: 'again' },
      { text: 'web*1 <b>\nSee: https://cloud.invalid/x', post: { shape: 'discord', body } },
    ]);
  });

  it('takes a message as Slack does', async () => {
    expect(await post({ text: 'a &amp; b\n<https://cloud.invalid/x|See>' })).toEqual([200, 'ok']);
    expect(await messages()).toMatchObject([{ text: 'a & b\nSee: https://cloud.invalid/x', post: { shape: 'slack' } }]);
  });

  const refusals: readonly (readonly [string, unknown, string])[] = [
    ['nothing', {}, 'Cannot send an empty message'],
    ['an empty message', { content: '' }, 'Cannot send an empty message'],
    ['a message of more than 2000 characters', { content: 'x'.repeat(2001) }, 'Invalid Form Body'],
    ['a mention of nonsense', { content: 'x', allowed_mentions: { parse: ['all'] } }, 'Invalid Form Body'],
    ['something that is not JSON', '{"content":', 'Invalid Form Body'],
    ['an empty text', { text: '' }, 'no_text'],
    ['a text that is none', { text: 1 }, 'invalid_payload'],
  ];
  it.each(refusals)('refuses %s', async (_what, body, words) => {
    expect(await post(body)).toEqual([400, expect.stringContaining(words)]);
    expect(await messages()).toEqual([]);
  });

  it('knows no other webhook', async () => {
    expect(await post({ content: 'x' }, chat.url.replace('token-of', 'guess-at'))).toEqual([
      404,
      expect.stringContaining('Unknown Webhook'),
    ]);
  });

  it('shows the messages on a page, as text', async () => {
    await post({ content: '\\<script>alert(1)\\</script>\nSee: <https://cloud.invalid/x>' });
    const page = await (await fetch(chat.pageUrl)).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('<a href="https://cloud.invalid/x">https://cloud.invalid/x</a>');
    expect(page).not.toContain('<script>');
  });

  it('keeps messages over a restart, sealed, until they are cleared', async () => {
    await post({ content: 'ada asks' });
    const { port } = chat;
    await chat.close();
    chat = await start(port);
    expect(await messages()).toMatchObject([{ text: 'ada asks' }]);
    expect(await readFile(join(folder, 'chat.json'), 'utf8')).not.toContain('ada asks');
    expect((await fetch(new URL('/api/messages', chat.url), { method: 'DELETE' })).status).toBe(204);
    expect(await messages()).toEqual([]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { startMailSimulator } from './mail-simulator.ts';
import type { MailSimulator } from './mail-simulator.ts';

const apiKey = 'SG.test.key';
let folder: string;
let mail: MailSimulator;

const start = (port = 0) =>
  startMailSimulator({ dataDirectory: folder, port, apiKey, logger: pino({ level: 'silent' }) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-mail-'));
  mail = await start();
});
afterEach(async () => {
  await mail.close();
  await rm(folder, { recursive: true });
});

const message = {
  personalizations: [{ to: [{ email: 'member@lab.netsoc.invalid', name: 'Mary' }] }],
  from: { email: 'cloud@netsoc.invalid', name: 'Netsoc' },
  subject: 'Hello <Mary> & all',
  content: [
    { type: 'text/plain', value: 'Your instance runs.' },
    { type: 'text/html', value: '<p>Your instance <b>runs</b>.</p><script>alert(1)</script>' },
  ],
  custom_args: { fact: 'abc' },
};

const send = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${mail.url}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const inbox = async (query = ''): Promise<{ messages: Record<string, unknown>[] }> =>
  (await (await fetch(`${mail.url}/api/messages${query}`)).json()) as { messages: Record<string, unknown>[] };

describe('mail catcher', () => {
  it('accepts like SendGrid and shows the mail in the inbox', async () => {
    const reply = await send(message);
    expect([reply.status, await reply.text()]).toEqual([202, '']);
    const id = reply.headers.get('x-message-id') ?? '';
    expect((await inbox()).messages).toMatchObject([
      {
        id,
        subject: message.subject,
        text: 'Your instance runs.',
        to: [{ email: 'member@lab.netsoc.invalid' }],
        customArguments: { fact: 'abc' },
      },
    ]);
    const list = await (await fetch(mail.inboxUrl)).text();
    expect(list).toContain('Hello &lt;Mary&gt; &amp; all');
    const shown = await (await fetch(`${mail.inboxUrl}/${id}`)).text();
    expect(shown).toContain('Your instance runs.');
    expect(shown).not.toContain('<script>');
  });

  it('shows HTML mails where they can run nothing', async () => {
    const id = (await send(message)).headers.get('x-message-id') ?? '';
    const shown = await (await fetch(`${mail.inboxUrl}/${id}`)).text();
    expect(shown).toMatch(/<iframe[^>]+sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const framed = await fetch(`${mail.inboxUrl}/${id}/html`);
    expect(framed.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  });

  it('gives every personalization a mail of its own, and finds them by address', async () => {
    await send({
      ...message,
      personalizations: [{ to: [{ email: 'a@x.invalid' }] }, { to: [{ email: 'b@x.invalid' }], subject: 'For b' }],
    });
    expect((await inbox('?to=B@x.invalid')).messages).toMatchObject([{ subject: 'For b' }]);
    expect((await inbox()).messages).toHaveLength(2);
  });

  it('keeps mails over a restart, until the inbox is emptied', async () => {
    await send(message);
    const { port } = mail;
    await mail.close();
    mail = await start(port);
    expect((await inbox()).messages).toHaveLength(1);
    expect((await fetch(`${mail.url}/api/messages`, { method: 'DELETE' })).status).toBe(204);
    expect((await inbox()).messages).toHaveLength(0);
  });

  it('shows a mail of one Message-ID once in a mailbox, and counts how often it came', async () => {
    const headers = { 'Message-ID': '<1@netsoc.invalid>' };
    await send({ ...message, headers });
    await send({ ...message, subject: 'Later', headers: { 'Message-ID': '<2@netsoc.invalid>' } });
    const again = await send({ ...message, headers: { 'message-id': headers['Message-ID'] } });
    expect(again.status).toBe(202);
    await send({ ...message, personalizations: [{ to: [{ email: 'other@lab.netsoc.invalid' }] }], headers });
    expect((await inbox()).messages).toMatchObject([
      { to: [{ email: 'other@lab.netsoc.invalid' }], deliveries: 1 },
      { subject: 'Later', deliveries: 1 },
      { subject: message.subject, deliveries: 2 },
    ]);
    expect(await (await fetch(mail.inboxUrl)).text()).toContain('(submitted 2 times)');
  });

  it('tells programs where the links of a mail lead', async () => {
    const value = 'See https://a.invalid/x#t=1.\n\nhttps://b.invalid/?q=(1)\nhttps://a.invalid/x#t=1\n';
    await send({ ...message, content: [{ type: 'text/plain', value }] });
    expect((await inbox()).messages).toMatchObject([{ links: ['https://a.invalid/x#t=1', 'https://b.invalid/?q=(1'] }]);
  });

  it('keeps nothing of a mail sent in sandbox mode', async () => {
    expect((await send({ ...message, mail_settings: { sandbox_mode: { enable: true } } })).status).toBe(200);
    expect((await inbox()).messages).toHaveLength(0);
  });

  const refusals: readonly (readonly [string, unknown, Record<string, string>, number, string | null])[] = [
    ['a wrong key', message, { authorization: 'Bearer wrong' }, 401, null],
    ['no recipients', { ...message, personalizations: [{ to: [] }] }, {}, 400, 'personalizations.0.to'],
    ['an address that is none', { ...message, from: { email: 'x' } }, {}, 400, 'from.email'],
    ['no subject', { ...message, subject: undefined }, {}, 400, 'subject'],
    ['an empty body', { ...message, content: [] }, {}, 400, 'content'],
    ['HTML before text', { ...message, content: message.content.toReversed() }, {}, 400, 'content'],
    [
      'an address twice',
      { ...message, personalizations: [{ to: [{ email: 'a@x.invalid' }], cc: [{ email: 'A@x.invalid' }] }] },
      {},
      400,
      'personalizations.0',
    ],
    ['an unknown field', { ...message, nonsense: 1 }, {}, 400, ''],
    ['broken JSON', '{"from":', {}, 400, ''],
    ['another content type', message, { 'content-type': 'text/plain' }, 415, null],
  ];
  it.each(refusals)('refuses %s in SendGrid’s words', async (_what, body, headers, status, field) => {
    const reply = await send(body, headers);
    expect([reply.status, await reply.json()]).toMatchObject([
      status,
      { errors: [{ message: expect.any(String), field }] },
    ]);
    expect((await inbox()).messages).toHaveLength(0);
  });

  it('can take a mail and lose the answer', async () => {
    await mail.control({ fault: 'drop', when: 'after', times: 1 });
    await expect(send(message)).rejects.toThrow();
    expect((await inbox()).messages).toHaveLength(1);
  });
});

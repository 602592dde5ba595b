import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { MailError } from '../../application/ports/mailer.ts';
import type { OutgoingMail } from '../../application/ports/mailer.ts';
import { startMailSimulator } from '../lab/mail/mail-simulator.ts';
import type { MailSimulator } from '../lab/mail/mail-simulator.ts';
import { listen } from '../lab/wire/listener.ts';
import { createSendGridMailer } from './sendgrid-mailer.ts';
import type { SendGridOptions } from './sendgrid-mailer.ts';
import { fullLetter } from './testing/full-letter.ts';

const key = 'SG.secret.of-the-test';
let folder: string;
let catcher: MailSimulator;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-mailer-'));
  catcher = await startMailSimulator({
    dataDirectory: folder,
    port: 0,
    apiKey: key,
    logger: pino({ level: 'silent' }),
  });
});
afterEach(async () => {
  await catcher.close();
  await rm(folder, { recursive: true });
});

const mailerWith = (changes: Partial<SendGridOptions> = {}) =>
  createSendGridMailer({
    key,
    url: catcher.url,
    from: { email: 'cloud@netsoc.invalid', name: 'Netsoc Cloud' },
    replyTo: 'help@netsoc.invalid',
    messageIdDomain: 'netsoc.invalid',
    portalName: 'Netsoc Cloud',
    portalUrl: 'https://cloud.netsoc.invalid',
    ...changes,
  });

const mail: OutgoingMail = {
  id: '3a0c.request-refused-1',
  to: { email: 'ada@student.invalid', name: 'Ada Byron' },
  category: 'request-refused',
  letter: fullLetter,
};

/** The error of a mail that was not sent; whatever it holds is searched for what must not leave. */
const failureOf = async (sending: Promise<void>): Promise<MailError> => {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MailError)) throw new Error('the mail should have failed with a MailError', { cause: error });
  const everything = inspect(error, { depth: null, showHidden: true });
  for (const secret of [key, mail.to.email, mail.to.name, 's3cr3t', 'Wikis are full']) {
    expect(everything).not.toContain(secret);
  }
  return error;
};

describe('mail through SendGrid', () => {
  it('arrives as the letter says, from us to the person', async () => {
    await mailerWith().send(mail);
    expect(catcher.mailbox.list()).toMatchObject([
      {
        from: { email: 'cloud@netsoc.invalid', name: 'Netsoc Cloud' },
        to: [mail.to],
        replyTo: { email: 'help@netsoc.invalid' },
        subject: 'Your request is not granted',
        text: expect.stringContaining('> Wikis are full this term.'),
        html: expect.stringContaining('Wikis are full this term.'),
        categories: ['request-refused'],
        customArguments: { mail_id: mail.id },
        headers: { 'Message-ID': `<${mail.id}@netsoc.invalid>`, 'Auto-Submitted': 'auto-generated' },
      },
    ]);
  });

  it('stays as it is on the way: SendGrid is told to track neither clicks nor openings', async () => {
    let told: unknown;
    const recorder = await listen(
      createServer((request, response) => {
        void request.toArray().then((chunks) => {
          told = JSON.parse(Buffer.concat(chunks as Buffer[]).toString());
          response.writeHead(202).end();
        });
      }),
      0,
    );
    await mailerWith({ url: `http://127.0.0.1:${String(recorder.port)}` }).send(mail);
    await recorder.close();
    expect(told).toMatchObject({
      tracking_settings: {
        click_tracking: { enable: false, enable_text: false },
        open_tracking: { enable: false },
        subscription_tracking: { enable: false },
      },
    });
  });

  it('is harmless, whatever people call themselves and write', async () => {
    const nasty = 'x"\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>'.concat('A'.repeat(5000));
    await mailerWith().send({
      ...mail,
      to: { email: mail.to.email, name: nasty },
      letter: { ...fullLetter, subject: nasty, heading: nasty, quote: nasty },
    });
    const [caught] = catcher.mailbox.list();
    expect(caught?.to).toEqual([
      { email: mail.to.email, name: expect.stringMatching(/^x" Bcc: all@example\.org <script>alert.{1,80}…$/) },
    ]);
    expect(caught?.subject).not.toMatch(/[\r\n]/);
    expect(caught?.html).not.toContain('<script>');
    expect(caught?.text).toContain('\n> Bcc: all@example.org\n');
  });

  it('is one mail in the mailbox when it is sent again after a lost answer', async () => {
    await catcher.control({ fault: 'drop', when: 'after', times: 1 });
    expect(await failureOf(mailerWith().send(mail))).toMatchObject({ failure: 'unreachable' });
    await mailerWith().send(mail);
    expect(catcher.mailbox.list()).toMatchObject([{ to: [mail.to], deliveries: 2 }]);
  });

  it('is not sent when the connection breaks before', async () => {
    await catcher.control({ fault: 'drop', when: 'before', times: 1 });
    expect(await failureOf(mailerWith().send(mail))).toMatchObject({
      failure: 'unreachable',
      message: 'SendGrid: ECONNRESET',
    });
    expect(catcher.mailbox.list()).toEqual([]);
  });

  it('gives up in time', async () => {
    await catcher.control({ fault: 'hang' });
    expect(await failureOf(mailerWith({ timeoutMilliseconds: 50 }).send(mail))).toMatchObject({
      failure: 'unreachable',
      message: 'SendGrid: no answer within 50 ms',
    });
  });

  it('gives up in time when the answer comes drop by drop', async () => {
    const trickle = await listen(
      createServer((_request, response) => {
        response.writeHead(202, { 'content-length': '1000' });
        const drops = setInterval(() => response.write(' '), 10);
        response.once('close', () => clearInterval(drops));
      }),
      0,
    );
    const url = `http://127.0.0.1:${String(trickle.port)}`;
    expect(await failureOf(mailerWith({ url, timeoutMilliseconds: 200 }).send(mail))).toMatchObject({
      message: 'SendGrid: no answer within 200 ms',
    });
    await trickle.close();
  });

  it('says that nobody answers', async () => {
    await catcher.control({ fault: 'down' });
    expect(await failureOf(mailerWith().send(mail))).toMatchObject({
      failure: 'unreachable',
      message: 'SendGrid: ECONNREFUSED',
    });
  });

  it('says that our key is refused', async () => {
    expect(await failureOf(mailerWith({ key: 'SG.wrong' }).send(mail))).toMatchObject({
      failure: 'denied',
      message: 'SendGrid answers 401: The provided authorization grant is invalid, expired, or revoked',
    });
  });

  it('says what SendGrid does not like about it, without the address', async () => {
    const wrong = { ...mail, to: { email: 'ada-at-student', name: mail.to.name } };
    expect(await failureOf(mailerWith().send(wrong))).toMatchObject({
      failure: 'rejected',
      message: 'SendGrid answers 400: Does not contain a valid address. (personalizations.0.to.0.email)',
    });
  });

  it('says that SendGrid is busy', async () => {
    const body = JSON.stringify({ errors: [{ message: 'too many requests', field: null, help: null }] });
    await catcher.control({
      fault: 'error',
      status: 429,
      body,
      headers: { 'content-type': 'application/json' },
      times: 1,
    });
    expect(await failureOf(mailerWith().send(mail))).toMatchObject({
      failure: 'busy',
      message: 'SendGrid answers 429: too many requests',
    });
    await catcher.control({ fault: 'error', status: 503, times: 1 });
    expect(await failureOf(mailerWith().send(mail))).toMatchObject({ failure: 'busy' });
  });

  it.each([200, 302])('does not take an answer %i of something else for SendGrid’s', async (status) => {
    const page = await listen(
      createServer((_request, response) => {
        response.writeHead(status, { location: catcher.url, 'content-type': 'text/html' }).end('<h1>Log in</h1>');
      }),
      0,
    );
    const url = `http://127.0.0.1:${String(page.port)}`;
    expect(await failureOf(mailerWith({ url }).send(mail))).toMatchObject({
      failure: 'unreachable',
      message: `something that is not SendGrid answers ${String(status)}`,
    });
    await page.close();
    expect(catcher.mailbox.list()).toEqual([]);
  });

  it('refuses an id that is no part of a Message-ID', async () => {
    await expect(mailerWith().send({ ...mail, id: 'x> y' })).rejects.toThrow(TypeError);
  });
});

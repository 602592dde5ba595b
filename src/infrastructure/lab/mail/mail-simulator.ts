import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Sealing } from '../state/sealing.ts';
import { BodyTooLargeError, contentType, readBody, requestUrl, sendHtml, sendJson } from '../wire/messages.ts';
import { startSimulatorServer } from '../wire/simulator-server.ts';
import type { SimulatorServer } from '../wire/simulator-server.ts';
import { framedMail, inboxPage, mailPage, noSuchMailPage } from './inbox-pages.ts';
import { linksOf } from './mail-links.ts';
import { errorsOf, mailRequest, sendGridErrors } from './mail-request.ts';
import type { MailRequest } from './mail-request.ts';
import { openMailbox } from './mailbox.ts';
import type { CaughtMail, Mailbox } from './mailbox.ts';

export type MailSimulator = SimulatorServer &
  Readonly<{
    /** Base address of the SendGrid API. */
    url: string;
    /** Page with the caught mails. */
    inboxUrl: string;
    mailbox: Mailbox;
  }>;

export type MailSimulatorOptions = Readonly<{
  dataDirectory: string;
  port: number;
  apiKey: string;
  /** Default: mails are kept as they are. */
  sealing?: Sealing | undefined;
  logger: Logger;
}>;

/** SendGrid takes messages of less than 30 MB in all. */
const maximumSize = 30 * 1000 * 1000;

/** Starts a server that takes mail like SendGrid and shows it instead of sending it. */
export const startMailSimulator = async (options: MailSimulatorOptions): Promise<MailSimulator> => {
  const mailbox = openMailbox(options.dataDirectory, options.sealing);
  const server = await startSimulatorServer({
    name: 'mail',
    port: options.port,
    logger: options.logger,
    handler: async (request, response) => {
      const url = requestUrl(request);
      if (url.pathname === '/v3/mail/send') return takeMail(request, response, mailbox, options.apiKey);
      request.resume();
      showInbox(url, request.method ?? 'GET', response, mailbox);
    },
  });
  const url = `http://127.0.0.1:${String(server.port)}`;
  return {
    ...server,
    url,
    inboxUrl: `${url}/inbox`,
    mailbox,
    close: async () => {
      await server.close();
      mailbox.close();
    },
  };
};

/** `POST /v3/mail/send` with SendGrid's answers. */
const takeMail = async (
  request: IncomingMessage,
  response: ServerResponse,
  mailbox: Mailbox,
  apiKey: string,
): Promise<void> => {
  if (request.method !== 'POST') {
    request.resume();
    sendJson(response, 405, sendGridErrors({ message: 'method not allowed' }));
    return;
  }
  const body = await bodyWithin(request, response);
  if (body === undefined) return;
  if (!hasKey(request, apiKey)) {
    const message = 'The provided authorization grant is invalid, expired, or revoked';
    sendJson(response, 401, sendGridErrors({ message }));
    return;
  }
  if (contentType(request) !== 'application/json') {
    sendJson(response, 415, sendGridErrors({ message: 'Content-Type should be application/json.' }));
    return;
  }
  const parsed = mailRequest.safeParse(parseJson(body));
  if (!parsed.success) {
    sendJson(response, 400, errorsOf(parsed.error));
    return;
  }
  const messageId = randomBytes(16).toString('base64url');
  const sandbox = parsed.data.mail_settings?.sandbox_mode?.enable === true;
  if (!sandbox) for (const mail of mailsOf(parsed.data, messageId)) mailbox.add(mail);
  response.writeHead(sandbox ? 200 : 202, { 'x-message-id': messageId, 'content-length': '0' });
  response.end();
};

const bodyWithin = async (request: IncomingMessage, response: ServerResponse): Promise<string | undefined> => {
  try {
    return await readBody(request, maximumSize);
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    sendJson(response, 413, sendGridErrors({ message: 'Payload too large' }), { connection: 'close' });
    return undefined;
  }
};

/** Undefined for what is not JSON: the schema refuses it like any other wrong shape. */
const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const hasKey = (request: IncomingMessage, apiKey: string): boolean => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${apiKey}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

const mailsOf = (mail: MailRequest, messageId: string): readonly CaughtMail[] => {
  const contentOf = (type: string): string | undefined => mail.content.find((content) => content.type === type)?.value;
  const replyTo = mail.reply_to ?? mail.reply_to_list?.[0];
  const text = contentOf('text/plain');
  const htmlText = contentOf('text/html');
  return mail.personalizations.map((personalization, index) => ({
    id: index === 0 ? messageId : `${messageId}.${String(index)}`,
    receivedAt: new Date().toISOString(),
    from: personalization.from ?? mail.from,
    to: personalization.to,
    cc: personalization.cc ?? [],
    bcc: personalization.bcc ?? [],
    ...(replyTo === undefined ? {} : { replyTo }),
    subject: personalization.subject ?? mail.subject ?? '',
    ...(text === undefined ? {} : { text }),
    ...(htmlText === undefined ? {} : { html: htmlText }),
    categories: mail.categories ?? [],
    customArguments: { ...mail.custom_args, ...personalization.custom_args },
    headers: { ...mail.headers, ...personalization.headers },
    attachments: (mail.attachments ?? []).map(({ filename, type }) => ({
      filename,
      ...(type === undefined ? {} : { type }),
    })),
    deliveries: 1,
  }));
};

/** The inbox for people (`/inbox`) and for programs (`/api/messages`, `?to=` filters, DELETE empties it). */
const showInbox = (url: URL, method: string, response: ServerResponse, mailbox: Mailbox): void => {
  const [, section = '', second = '', third = ''] = url.pathname.split('/');
  if (section === 'api' && second === 'messages') {
    showInboxJson(method, third, url.searchParams.get('to') ?? undefined, response, mailbox);
    return;
  }
  if (section === '' || (section === 'inbox' && second === '')) {
    sendHtml(response, 200, inboxPage(mailbox.list()));
    return;
  }
  const mail = section === 'inbox' ? mailbox.find(second) : undefined;
  if (mail === undefined) {
    sendHtml(response, 404, noSuchMailPage());
  } else if (third === 'html') {
    sendHtml(response, 200, framedMail(mail), { 'content-security-policy': framedMailPolicy });
  } else {
    sendHtml(response, 200, mailPage(mail));
  }
};

/** Also when it is opened by itself, a mail runs no script and loads nothing but its own pictures. */
const framedMailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

const showInboxJson = (
  method: string,
  id: string,
  to: string | undefined,
  response: ServerResponse,
  mailbox: Mailbox,
): void => {
  if (method === 'DELETE' && id === '') {
    mailbox.clear();
    response.writeHead(204).end();
    return;
  }
  if (id === '') {
    sendJson(response, 200, { messages: mailbox.list(to).map(withLinks) });
    return;
  }
  const mail = mailbox.find(id);
  if (mail === undefined) sendJson(response, 404, { error: 'no such mail' });
  else sendJson(response, 200, withLinks(mail));
};

/** Scripts follow links; finding them is not their work. */
const withLinks = (mail: CaughtMail) => ({ ...mail, links: linksOf(mail) });

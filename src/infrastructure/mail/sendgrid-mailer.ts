import { MailService } from '@sendgrid/mail';
import type { MailDataRequired } from '@sendgrid/mail';
import axios from 'axios';
import { z } from 'zod';
import { MailError } from '../../application/ports/mailer.ts';
import type { Mailer, OutgoingMail } from '../../application/ports/mailer.ts';
import { boundedCall, reasonOfSilence } from '../outbound/bounded-call.ts';
import { oneLine } from '../outbound/one-line.ts';
import { renderLetter } from './render-letter.ts';
import { sendGridRefusal } from './sendgrid-refusal.ts';

export type SendGridOptions = Readonly<{
  /** API key with the right `mail.send`. */
  key: string;
  /** `https://api.sendgrid.com`, or `https://api.eu.sendgrid.com` for data that stays in the EU. */
  url: string;
  /** An address that SendGrid has verified. */
  from: Readonly<{ email: string; name: string }>;
  replyTo?: string | undefined;
  /** Right of the `@` in Message-IDs. */
  messageIdDomain: string;
  portalName: string;
  portalUrl: string;
  /** Of one mail, from the first byte to the answer. Default: 15 000. */
  timeoutMilliseconds?: number;
}>;

/** What mailboxes show of a name. */
const longestName = 100;

/** Sends mail with SendGrid's Mail Send API (`POST /v3/mail/send`). */
export const createSendGridMailer = (options: SendGridOptions): Mailer => {
  const timeoutMilliseconds = options.timeoutMilliseconds ?? 15_000;
  return {
    send: async (mail) => {
      const message = messageOf(mail, options);
      try {
        const [response] = await serviceFor(options, timeoutMilliseconds).send(message);
        // Whatever else answers 200 is not the Mail Send API: a log-in page of the network, another server.
        if (response.statusCode === 202) return;
        throw unlikeSendGrid(response.statusCode);
      } catch (error) {
        throw mailErrorOf(error, mail.to, timeoutMilliseconds);
      }
    },
  };
};

/** One for each mail: bounds belong to a call, and SendGrid's client keeps them. The one that the package exports is everybody's. */
const serviceFor = ({ key, url }: SendGridOptions, timeoutMilliseconds: number) => {
  const service = new MailService();
  service.setApiKey(key);
  // There at run time, though not in the types.
  const client = Reflect.get(service, 'client') as { setDefaultRequest: (settings: object) => void };
  // After the key: setting the key resets the address.
  client.setDefaultRequest({ baseUrl: `${url}/`, ...boundedCall(url, timeoutMilliseconds) });
  return service;
};

const messageOf = ({ id, to, category, letter }: OutgoingMail, options: SendGridOptions): MailDataRequired => {
  if (!/^[A-Za-z0-9.-]+$/.test(id)) throw new TypeError('the id of a mail has letters, digits, dots and hyphens');
  const { subject, html, text } = renderLetter(letter, { name: options.portalName, url: options.portalUrl });
  return {
    to: { email: to.email, name: oneLine(to.name, longestName) },
    from: options.from,
    ...(options.replyTo === undefined ? {} : { replyTo: options.replyTo }),
    subject,
    text,
    html,
    headers: {
      'Message-ID': `<${id}@${options.messageIdDomain}>`,
      // RFC 3834: out-of-office programs do not answer it.
      'Auto-Submitted': 'auto-generated',
    },
    customArgs: { mail_id: id },
    categories: [category],
    // Tracking would lead links through SendGrid, single-use links included, and tell who reads what when.
    trackingSettings: {
      clickTracking: { enable: false, enableText: false },
      openTracking: { enable: false },
      subscriptionTracking: { enable: false },
      ganalytics: { enable: false },
    },
  };
};

const unlikeSendGrid = (status: number): MailError =>
  new MailError('unreachable', `something that is not SendGrid answers ${String(status)}`);

/** SendGrid's own client turns answers from 400 on into this. */
const refusal = z.object({ code: z.number(), response: z.object({ body: z.unknown() }) });

/** Never with the error as cause: it holds the whole request, with our key and the letter. */
const mailErrorOf = (error: unknown, to: OutgoingMail['to'], timeoutMilliseconds: number): unknown => {
  if (error instanceof MailError) return error;
  const refused = refusal.safeParse(error);
  if (refused.success) return sendGridRefusal(refused.data.code, refused.data.response.body, to);
  if (!axios.isAxiosError(error)) return error;
  if (error.response !== undefined) return unlikeSendGrid(error.response.status);
  return new MailError('unreachable', `SendGrid: ${reasonOfSilence(error, timeoutMilliseconds)}`);
};

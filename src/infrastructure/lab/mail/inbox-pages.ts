import { html, page } from '../pages/page.ts';
import type { Html } from '../pages/page.ts';
import type { CaughtMail } from './mailbox.ts';

const addressText = (address: CaughtMail['from']): string =>
  address.name === undefined ? address.email : `${address.name} <${address.email}>`;

const addressList = (addresses: readonly CaughtMail['from'][]): string => addresses.map(addressText).join(', ');

const timeText = (iso: string): Html => html`<time datetime="${iso}">${iso.replace('T', ' ').slice(0, 19)} UTC</time>`;

/** A mailbox shows a mail once, whatever became of it on the way; that it came again is worth knowing here. */
const repetition = ({ deliveries }: CaughtMail): Html | undefined =>
  deliveries === 1 ? undefined : html` <span class="muted">(submitted ${deliveries} times)</span>`;

/** All mails, newest first. */
export const inboxPage = (mails: readonly CaughtMail[]): string =>
  page({
    title: 'Inbox',
    body: html`<h1>Inbox</h1>
      ${
        mails.length === 0
          ? html`<p class="muted">No mail yet. Whatever the portal sends arrives here.</p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">Subject</th>
                  <th scope="col">To</th>
                  <th scope="col">Received</th>
                </tr>
              </thead>
              <tbody>
                ${mails.map(
                  (mail) =>
                    html`<tr>
                      <td><a href="/inbox/${mail.id}">${mail.subject}</a>${repetition(mail)}</td>
                      <td>${addressList(mail.to)}</td>
                      <td>${timeText(mail.receivedAt)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
      <p class="muted"><a href="/inbox">Look again</a>, or as JSON: <a href="/api/messages">/api/messages</a></p>`,
  });

/** One mail: its HTML form in a frame that may do nothing but show it, its text below. */
export const mailPage = (mail: CaughtMail): string =>
  page({
    title: mail.subject,
    body: html`<p><a href="/inbox">Inbox</a></p>
      <h1>${mail.subject}</h1>
      <dl>
        <dt>From</dt>
        <dd>${addressText(mail.from)}</dd>
        <dt>To</dt>
        <dd>${addressList(mail.to)}</dd>
        ${
          mail.replyTo === undefined
            ? undefined
            : html`<dt>Reply to</dt>
                <dd>${addressText(mail.replyTo)}</dd>`
        }
        <dt>Received</dt>
        <dd>${timeText(mail.receivedAt)}${repetition(mail)}</dd>
      </dl>
      ${
        mail.html === undefined
          ? undefined
          : html`<iframe
              title="The mail as HTML"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              src="/inbox/${mail.id}/html"
            ></iframe>`
      }
      ${
        mail.text === undefined
          ? undefined
          : html`<h2>As text</h2>
              <pre>${mail.text}</pre>`
      }`,
  });

/** Links in a framed mail open in a window of their own. */
export const framedMail = (mail: CaughtMail): string => `<base target="_blank">\n${mail.html ?? ''}`;

export const noSuchMailPage = (): string =>
  page({
    title: 'No such mail',
    body: html`<h1>No such mail</h1>
      <p><a href="/inbox">Inbox</a></p>`,
  });

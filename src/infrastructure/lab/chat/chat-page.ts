import { html, page } from '../pages/page.ts';
import type { Html } from '../pages/page.ts';
import type { CaughtChatMessage } from './chat-history.ts';

const address = /(https?:\/\/[^\s<>"]+)/;

/** Split at addresses, every second part is one. */
const withLinks = (text: string): readonly Html[] =>
  text.split(address).map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));

/** All messages, newest first. */
export const chatPage = (messages: readonly CaughtChatMessage[]): string =>
  page({
    title: 'Chat',
    body: html`<h1>Chat of the admins</h1>
      ${
        messages.length === 0
          ? html`<p class="muted">No message yet. Whatever the portal posts to its webhook arrives here.</p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">Message</th>
                  <th scope="col">Shape</th>
                  <th scope="col">Received</th>
                </tr>
              </thead>
              <tbody>
                ${messages.map(
                  ({ text, post, receivedAt }) =>
                    html`<tr>
                      <td>${withLinks(text)}</td>
                      <td>${post.shape}</td>
                      <td><time datetime="${receivedAt}">${receivedAt.replace('T', ' ').slice(0, 19)} UTC</time></td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
      <p class="muted"><a href="/chat">Look again</a>, or as JSON: <a href="/api/messages">/api/messages</a></p>`,
  });

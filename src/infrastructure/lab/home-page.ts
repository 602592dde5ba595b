import { html, page } from './pages/page.ts';
import type { LabManifest } from './manifest.ts';

/** The lab's first page: where everything is and who can sign in. */
export const homePage = (manifest: LabManifest): string =>
  page({
    title: 'Home',
    body: html`<h1>Netsoc lab</h1>
      <p>A simulated outside world: nothing here is real, and everything may be broken on purpose.</p>
      <ul>
        <li><a href="${manifest.mail.inboxUrl}">Inbox</a>: mails that the portal sent</li>
        <li><a href="${manifest.chat.pageUrl}">Chat</a>: what the portal told the admins</li>
        <li><a href="${manifest.traefik.url}">Traefik</a>: the routes in force</li>
      </ul>
      <h2>Accounts</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Username</th>
            <th scope="col">Password</th>
            <th scope="col">E-mail</th>
            <th scope="col">Role</th>
          </tr>
        </thead>
        <tbody>
          ${manifest.accounts.map(
            (account) =>
              html`<tr>
                <td>${account.username}</td>
                <td><code>${account.password}</code></td>
                <td>${account.email}</td>
                <td>${account.role}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <h2>Servers</h2>
      <dl>
        <dt>Proxmox VE</dt>
        <dd>${manifest.proxmox.url}</dd>
        <dt>FreeIPA</dt>
        <dd>${manifest.freeipa.url}</dd>
        <dt>OpenID issuer</dt>
        <dd>${manifest.oidc.issuer}</dd>
        <dt>SendGrid API</dt>
        <dd>${manifest.mail.url}</dd>
        <dt>DNS</dt>
        <dd>${manifest.dns.address}:${manifest.dns.port}</dd>
      </dl>`,
  });

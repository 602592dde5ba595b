import { html, page } from '../pages/page.ts';
import type { PollStatus } from './provider-polling.ts';
import type { Route } from './route-table.ts';

/** What the emulator does and routes, for people. */
export const statusPage = (status: PollStatus): string =>
  page({
    title: 'Traefik',
    body: html`<h1>Traefik emulator</h1>
      <dl>
        <dt>Asks</dt>
        <dd>${status.endpoint ?? 'nobody yet'}</dd>
        <dt>Last poll</dt>
        <dd>${lastPollText(status)}</dd>
        <dt>In force since</dt>
        <dd>${status.appliedAt ?? 'nothing is in force'}</dd>
        <dt>Polls</dt>
        <dd>${status.polls}</dd>
      </dl>
      ${
        status.rejected === undefined
          ? undefined
          : html`<p role="alert">
              The newest document was rejected at ${status.rejected.at}; the last good one stays in force.<br />
              ${status.rejected.reason}
            </p>`
      }
      <h2>Routes</h2>
      ${
        status.routes.length === 0
          ? html`<p class="muted">None.</p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">Rule</th>
                  <th scope="col">Leads to</th>
                  <th scope="col">Entry points</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                ${status.routes.map(routeRow)}
              </tbody>
            </table>`
      }
      <p class="muted"><a href="/">Look again</a>, or as JSON: <a href="/status">/status</a></p>`,
  });

const lastPollText = ({ lastPoll }: PollStatus): string => {
  if (lastPoll === undefined) return 'never';
  return `${lastPoll.outcome} at ${lastPoll.at}${lastPoll.detail === '' ? '' : ` (${lastPoll.detail})`}`;
};

const routeRow = (route: Route) =>
  html`<tr>
    <td>${route.rule ?? route.kind.toUpperCase()}</td>
    <td>${route.servers.join(', ')}</td>
    <td>${route.entryPoints.join(', ')}${route.tls ? ' (TLS)' : ''}</td>
    <td class="${route.status === 'enabled' ? 'good' : 'bad'}">${route.error ?? route.status}</td>
  </tr>`;

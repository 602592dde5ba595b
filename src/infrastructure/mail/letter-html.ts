import type { Letter } from '../../application/ports/mailer.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { lines } from '../outbound/one-line.ts';
import type { Portal } from './portal.ts';

/**
 * Looks stand in the elements, because mail programs drop style sheets; only what turns a light mail into a dark one is in one.
 * Layout is made of tables, because Outlook sets mails with Word. Nothing is loaded from anywhere.
 */
const look = {
  font: "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;",
  text: 'margin: 0 0 16px; font-size: 16px; line-height: 24px; color: #1c2322; overflow-wrap: anywhere;',
  small: 'margin: 0 0 8px; font-size: 14px; line-height: 20px; color: #55605e; overflow-wrap: anywhere;',
} as const;

const dark = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #0f1413 !important; }
  .card { background: #171d1c !important; border-color: #3b4442 !important; }
  .text { color: #e3e9e7 !important; }
  .small { color: #a8b3b0 !important; }
  .quote { border-color: #86d4ce !important; }
  .link { color: #86d4ce !important; }
}
`;

/** The letter as a whole document, 600 pixels wide where there is room. */
export const letterHtml = (letter: Letter, portal: Portal): string =>
  `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${letter.subject}</title>
        <style>
          ${{ markup: dark }}
        </style>
      </head>
      <body class="page" style="margin: 0; padding: 0; background: #f2f5f4;">
        <table
          role="presentation"
          class="page"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style="background: #f2f5f4;"
        >
          <tr>
            <td align="center" style="padding: 24px 12px; ${look.font}">
              <table
                role="presentation"
                width="600"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="width: 100%; max-width: 600px;"
              >
                <tr>
                  <td style="padding: 0 8px 12px;">
                    <p class="text" style="margin: 0; font-size: 16px; font-weight: 600; color: #1c2322;">
                      ${portal.name}
                    </p>
                  </td>
                </tr>
                <tr>
                  <td
                    class="card"
                    style="padding: 32px; background: #ffffff; border: 1px solid #d5dcda; border-radius: 8px;"
                  >
                    <h1 class="text" style="margin: 0 0 16px; font-size: 22px; line-height: 30px; color: #1c2322;">
                      ${letter.heading}
                    </h1>
                    ${letter.paragraphs.map(paragraph)} ${facts(letter.facts ?? [])} ${quote(letter.quote)}
                    ${action(letter.action)} ${(letter.notes ?? []).map(small)}
                  </td>
                </tr>
                <tr>
                  <td style="padding: 16px 8px 0;">
                    <p class="small" style="${look.small}">
                      ${portal.name}, <a class="link" href="${portal.url}" style="color: #0b6b66;">${portal.url}</a>
                    </p>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>`.markup
  }\n`;

const paragraph = (text: string): Markup => html`<p class="text" style="${look.text}">${text}</p>`;

const small = (text: string): Markup => html`<p class="small" style="${look.small}">${text}</p>`;

const facts = (rows: NonNullable<Letter['facts']>): Markup | undefined =>
  rows.length === 0
    ? undefined
    : html`<table cellpadding="0" cellspacing="0" border="0" style="margin: 0 0 16px;">
        ${rows.map(
          ({ label, value }) =>
            html`<tr>
              <th
                class="small"
                scope="row"
                align="left"
                valign="top"
                style="padding: 4px 16px 4px 0; font-size: 14px; line-height: 24px; font-weight: 400; color: #55605e;"
              >
                ${label}
              </th>
              <td
                class="text"
                style="padding: 4px 0; font-size: 16px; line-height: 24px; color: #1c2322; overflow-wrap: anywhere;"
              >
                ${value}
              </td>
            </tr>`,
        )}
      </table>`;

const quote = (text: string | undefined): Markup | undefined =>
  text === undefined
    ? undefined
    : html`<blockquote class="quote" style="margin: 0 0 16px; padding: 0 0 0 16px; border-left: 3px solid #0b6b66;">
        <p class="text" style="${look.text} margin: 0;">
          ${lines(text).map((line, index) => (index === 0 ? html`${line}` : html`<br />${line}`))}
        </p>
      </blockquote>`;

const action = (act: Letter['action']): Markup | undefined =>
  act === undefined
    ? undefined
    : html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 8px 0 16px;">
          <tr>
            <td style="background: #0b6b66; border-radius: 6px;">
              <a
                href="${act.url}"
                style="display: inline-block; padding: 12px 24px; font-size: 16px; font-weight: 600; color: #ffffff; text-decoration: none;"
                >${act.label}</a
              >
            </td>
          </tr>
        </table>
        <p class="small" style="${look.small}">
          Or copy this address: <a class="link" href="${act.url}" style="color: #0b6b66;">${act.url}</a>
        </p>`;

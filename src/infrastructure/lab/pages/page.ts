/** HTML that is safe to put into a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | undefined | readonly Html[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const render = (part: Part): string => {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  return part.map(render).join('');
};

/** Template tag: everything put in is escaped, unless it is `Html` already. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.map((text, index) => text + (index < parts.length ? render(parts[index]) : '')).join(''));

const style = `
:root { color-scheme: light dark; --accent: #1f5fbf; --line: #c9ced6; --soft: #f3f5f8; --muted: #555e6b; --bad: #b3261e; --good: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --accent: #8ab4f8; --line: #444b57; --soft: #23272e; --muted: #a9b1bd; --bad: #f2b8b5; --good: #8fd6a8; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main.narrow { max-width: 24rem; padding-top: 10vh; }
header.lab { border-bottom: 1px solid var(--line); background: var(--soft); }
header.lab div { max-width: 60rem; margin: 0 auto; padding: .6rem 1rem; display: flex; gap: 1rem; flex-wrap: wrap; align-items: baseline; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); }
.muted { color: var(--muted); }
.bad { color: var(--bad); }
.good { color: var(--good); }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
input { width: 100%; font: inherit; padding: .55rem .7rem; border: 1px solid var(--muted); border-radius: .4rem; background: Field; color: FieldText; }
button { margin-top: 1.25rem; width: 100%; font: inherit; font-weight: 600; padding: .6rem; border: 0; border-radius: .4rem; background: #1f5fbf; color: #fff; cursor: pointer; }
button.quiet { background: transparent; color: var(--accent); border: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { border: 1px solid var(--bad); border-radius: .4rem; padding: .6rem .8rem; color: var(--bad); }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { width: 100%; height: 32rem; border: 1px solid var(--line); border-radius: .4rem; background: #fff; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0 0 1rem; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
`;

export type PageOptions = Readonly<{
  title: string;
  body: Html;
  /** A form of one column, without the lab's header. */
  narrow?: boolean;
}>;

/** A whole document in the lab's look: no script, no external resource. */
export const page = (options: PageOptions): string =>
  '<!doctype html>\n' +
  html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <link rel="icon" href="data:," />
      <title>${options.title} – Netsoc lab</title>
      <style>
        ${new Html(style)}
      </style>
    </head>
    <body>
      ${
        options.narrow === true
          ? undefined
          : html`<header class="lab">
              <div><strong>Netsoc lab</strong> <span class="muted">a simulation for development and tests</span></div>
            </header>`
      }
      <main class="${options.narrow === true ? 'narrow' : ''}">${options.body}</main>
    </body>
  </html>`.text;

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Letter } from '../../application/ports/mailer.ts';
import { renderLetter } from './render-letter.ts';
import { fullLetter } from './testing/full-letter.ts';

const portal = { name: 'Netsoc Cloud', url: 'https://cloud.example' };
const render = (letter: Letter) => renderLetter(letter, portal);

/** What a reader sees of HTML. */
const visible = (html: string): string =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const tagsOf = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? [];

describe('a letter', () => {
  it('says the same as text and as HTML', () => {
    const { text, html } = render(fullLetter);
    const seen = visible(html);
    for (const words of [
      fullLetter.heading,
      ...fullLetter.paragraphs,
      ...(fullLetter.facts ?? []).flatMap(({ label, value }) => [label, value]),
      ...(fullLetter.quote ?? '').split('\n'),
      fullLetter.action?.label ?? '',
      fullLetter.action?.url ?? '',
      ...(fullLetter.notes ?? []),
      portal.name,
      portal.url,
    ]) {
      expect(text).toContain(words);
      expect(seen).toContain(words);
    }
  });

  it('as text is a page that reads from top to bottom, with addresses on lines of their own', () => {
    expect(render(fullLetter).text).toBe(
      [
        'Hello, Ada',
        '',
        'An admin has looked at your request.',
        '',
        'You may ask again.',
        '',
        'Instance: wiki',
        'Template: Debian 12',
        '',
        '> Wikis are full this term.',
        '> Ask again in May.',
        '',
        'See the request:',
        'https://cloud.example/requests/1#token=s3cr3t&kind=view',
        '',
        'The link works for one hour.',
        '',
        'You did not ask for this? Then nothing happens.',
        '',
        '-- ',
        'Netsoc Cloud',
        'https://cloud.example',
        '',
      ].join('\n'),
    );
  });

  it('leaves out what it does not have', () => {
    const { text, html } = render({ subject: 'Short', heading: 'Hello', paragraphs: ['That is all.'] });
    expect(text).toBe('Hello\n\nThat is all.\n\n-- \nNetsoc Cloud\nhttps://cloud.example\n');
    expect(html).not.toMatch(/<blockquote|<h2|undefined/);
  });

  it('loads nothing and runs nothing, and can be read on a dark ground', () => {
    const { html } = render(fullLetter);
    expect(html).not.toMatch(/<(img|script|link|iframe|object|form)|url\(|src=|@import/i);
    expect(html).toContain('<meta name="color-scheme" content="light dark" />');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    const hosts = [...html.matchAll(/https?:[^"<\s]*/g)].map(([found]) => new URL(found).host);
    expect(new Set(hosts)).toEqual(new Set(['cloud.example']));
  });

  it('has no markup but its own, whatever people wrote', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' style='x",
        '</style>',
        '&lt;b&gt;',
      ),
    );
    const plain = tagsOf(render({ ...fullLetter, quote: 'one line' }).html);
    fc.assert(
      fc.property(hostile, (text) => {
        const { html } = render({
          subject: text,
          heading: text,
          paragraphs: [text, text],
          facts: (fullLetter.facts ?? []).map(() => ({ label: text, value: text })),
          // Line breaks in a quote make lines of their own: not what is tested here.
          quote: text.replace(/[\r\n\u2028\u2029]/g, ''),
          action: { label: text, url: fullLetter.action?.url ?? '' },
          notes: [text, text],
        });
        expect(tagsOf(html)).toEqual(plain);
      }),
    );
  });

  it('lets what people wrote begin no line of its own, but in the quote, where every line is marked', () => {
    const text = 'x\r\nBcc: all@example.org\n-- \rNetsoc\u2028Cloud\u202e';
    const rendered = render({
      subject: text,
      heading: text,
      paragraphs: [text],
      facts: [{ label: text, value: text }],
      quote: text,
    });
    const line = 'x Bcc: all@example.org -- Netsoc Cloud';
    expect(rendered.subject).toBe(line);
    expect(rendered.text.split('\n\n').slice(0, -1)).toEqual([
      line,
      line,
      `${line}: ${line}`,
      ['> x', '> Bcc: all@example.org', '> --', '> Netsoc', '> Cloud'].join('\n'),
    ]);
  });

  it('has a subject that fits into a list of mails, cut between characters', () => {
    const { subject } = render({ ...fullLetter, subject: '👩'.repeat(400) });
    expect(subject).toBe(`${'👩'.repeat(149)}…`);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '/requests/1#secret', 'ftp://example.org'])(
    'leads to web pages only, not to %s, and does not repeat the address',
    (url) => {
      const leading = () => render({ ...fullLetter, action: { label: 'Go', url } });
      expect(leading).toThrow(new TypeError('the action of a letter leads to no web page'));
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { oneLine } from '../outbound/one-line.ts';
import { discordMessage } from './discord-message.ts';
import { slackMessage } from './slack-message.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '@everyone',
        '<@1>',
        '<!channel>',
        '[a](https://evil.invalid)',
        '**',
        '`',
        '\\',
        ':smile:',
        '> ',
        '# ',
        '- ',
        '1. ',
        '||',
        '👩‍👩‍👧',
        'word',
        '\n',
        '&lt;',
      ),
      { maxLength: 400 },
    )
    .map((parts) => parts.join('')),
);
const link = { label: 'Requests', url: 'https://cloud.example/requests?a=1&b=|>' };

/** What Discord shows of text in which nothing has a meaning: a backslash gives way to the mark behind it. */
const shownByDiscord = (content: string): string =>
  content.replace(/\\([^0-9A-Za-z\s])/g, '$1').replaceAll('\u200b', '');

describe('a message for Discord', () => {
  it('reads as it was written, with the link below it', () => {
    expect(discordMessage({ text: 'Instance web-1 waits for a decision.', link })).toEqual({
      content: 'Instance web-1 waits for a decision.\nRequests: <https://cloud.example/requests?a=1&b=|%3E>',
      allowed_mentions: { parse: [] },
    });
  });

  it('gives no meaning to anything in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { content } = discordMessage({ text });
        const bare = content.replace(/\\[^0-9A-Za-z\s]/g, '');
        expect(bare).not.toMatch(/[\\*_~|>#[\]()`<:]/);
        expect(bare).not.toMatch(/@(?!\u200b)/);
        expect(content).not.toMatch(/^(\d+\.|[-+])/);
        expect(content).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('shows the text unchanged, as far as it fits', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = shownByDiscord(discordMessage({ text }).content);
        const wanted = oneLine(text).replaceAll('\u200b', '');
        expect(shown === wanted || (shown.endsWith('…') && wanted.startsWith(shown.slice(0, -1)))).toBe(true);
      }),
    );
  });

  it.each(['*'.repeat(3000), '@'.repeat(3000), '👩'.repeat(3000), 'a'.repeat(3000)])(
    'is never longer than Discord takes, and cut between characters',
    (text) => {
      const { content } = discordMessage({ text, link });
      expect(content.length).toBeLessThanOrEqual(2000);
      expect(content.length).toBeGreaterThan(1990);
      expect(content.isWellFormed()).toBe(true);
      expect(content).toMatch(/…\nRequests: <https:[^>]*>$/);
    },
  );

  it('does without a link that would leave no room for words', () => {
    const url = `https://cloud.example/${'x'.repeat(3000)}`;
    expect(discordMessage({ text: 'Words', link: { label: 'Here', url } }).content).toBe('Words');
  });
});

describe('a message for Slack', () => {
  it('reads as it was written, with the link below it', () => {
    expect(slackMessage({ text: 'web-1 & others wait', link })).toEqual({
      text: 'web-1 &amp; others wait\n<https://cloud.example/requests?a=1&amp;b=%7C%3E|Requests>',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('holds no control sequence and no mention but our link', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const sent = slackMessage({ text }).text;
        expect(sent).not.toMatch(/[<>\r\n]|&(?!(amp|lt|gt);)|@(?!\u200b)|\]\(/);
        expect(slackMessage({ text: 'x', link: { label: text, url: link.url } }).text.match(/[<>]/g)).toEqual([
          '<',
          '>',
        ]);
      }),
    );
  });
});

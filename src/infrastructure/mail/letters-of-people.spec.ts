import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountEvent } from '../../domain/account/account-events.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import { composeAccountLetter, composeInstanceLetter } from '../../application/messages/compose-letter.ts';
import { told } from '../../application/messages/testing/told-histories.ts';
import { renderLetter } from './render-letter.ts';

const portal = { name: 'Netsoc Cloud', url: 'https://cloud.example' };

/** What people, admins and other systems can put into a letter, if nothing stopped them before. */
type Words = Readonly<{ name: string; text: string }>;

const isOfAccount = (event: NetsocEvent): event is AccountEvent => 'accountId' in event.data;

/** The letter about an event in which every text that somebody wrote is one of these. */
const rendered = (event: NetsocEvent, { name, text }: Words) => {
  const data = {
    ...event.data,
    ...('reason' in event.data ? { reason: text } : {}),
    ...('fingerprint' in event.data ? { fingerprint: text, keyType: text } : {}),
    ...('address' in event.data ? { address: text } : {}),
  };
  const written = { type: event.type, data } as NetsocEvent;
  const letter = isOfAccount(written)
    ? composeAccountLetter(written, { username: name, email: name, displayName: name }, portal.url, () => 'secret')
    : composeInstanceLetter(
        written,
        {
          status: 'pending',
          instanceId: 'i-1',
          owner: 'a-1',
          kind: 'lxc',
          templateId: 'debian-13',
          hostname: name,
          defaultDomain: text,
          resources: { cores: 1, memoryMiB: 512, diskGiB: 8, swapMiB: 0 },
        },
        portal.url,
      );
  if (letter === undefined) throw new Error(`nobody is written to about ${event.type}`);
  return renderLetter(letter, portal);
};

const tagsOf = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? [];

const hostile = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.replace(/[\r\n\u2028\u2029]/g, '')),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' style='position:fixed",
    '</style></p><a href="https://evil.example">Sign in</a>',
    '&lt;b&gt;',
    '\u202eada',
  ),
);

const letters = Object.entries(told).map(([topic, { history }]) => {
  const event = history.at(-1);
  if (event === undefined) throw new Error(`nothing leads to ${topic}`);
  return [topic, event] as const;
});

describe('a letter in which people had a say', () => {
  it.each(letters)('has no markup but its own, whatever they wrote: %s', (_, event) => {
    const plain = tagsOf(rendered(event, { name: 'ada', text: 'plain' }).html);
    fc.assert(
      fc.property(fc.record({ name: hostile, text: hostile }), (words) => {
        expect(tagsOf(rendered(event, words).html)).toEqual(plain);
      }),
    );
  });

  it.each(letters)('has a subject of one line, whatever they wrote: %s', (_, event) => {
    const name = 'x\r\nBcc: everybody@example.org';
    expect(rendered(event, { name, text: name }).subject).not.toMatch(/[\r\n]/);
  });
});

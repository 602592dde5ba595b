import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NetsocEvent } from '../../domain/events.ts';
import { eventsOf } from '../../domain/process/testing/process-histories.ts';
import { accountDisabled, signedUp } from '../testing/account-facts.ts';
import { arbitraryHistory } from '../testing/arbitrary-history.ts';
import { approved, intended, linked, refused, requested, reserved, started } from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { mark, marked } from '../testing/marked.ts';
import { momentOf } from '../testing/recorded-history.ts';
import type { Fact } from '../testing/recorded-history.ts';
import { auditLog } from './index.ts';

describe('audit log', () => {
  it('has every event, newest first, with who did what when', () => {
    const admin = { type: 'account', id: 'grace', roles: ['admin'] } as const;
    const facts = [requested('web'), { event: approved('web'), actor: admin }];
    expect(given(auditLog, facts, (query) => query.page().items[0])).toEqual({
      position: '2',
      eventId: 'event-2',
      type: 'instance-request-approved',
      at: momentOf(1),
      actor: { type: 'account', id: 'grace' },
      streamId: 'instance-web',
      instanceId: 'web',
      accountId: null,
      summary: 'Approved the request',
      details: { instanceId: 'web' },
      personal: {},
      correlationId: 'correlation-2',
      causationId: 'causation-2',
    });
  });

  it('pages without gap or double, whatever the size of a page', () => {
    fc.assert(
      fc.property(arbitraryHistory(), fc.integer({ min: 1, max: 7 }), (events, limit) => {
        const positions = given(auditLog, events, (query) => {
          const seen: string[] = [];
          let page = query.page({ limit });
          for (;;) {
            seen.push(...page.items.map(({ position }) => position));
            if (page.next === null) return seen;
            page = query.page({ limit, before: page.next });
          }
        });
        expect(positions).toEqual(events.map((_, index) => String(events.length - index)));
      }),
    );
  });

  it('tells the history of one instance, its names and its process included, oldest first', () => {
    const facts = [
      requested('web'),
      requested('db'),
      reserved('made', 'hostname', 'web', 'web'),
      reserved('made', 'username', 'hash', 'ada'),
      approved('web'),
      started('web'),
      intended('web', 'choose-node'),
    ];
    expect(given(auditLog, facts, (query) => query.ofInstance('web').map(({ position }) => position))).toEqual([
      '1',
      '3',
      '5',
      '6',
      '7',
    ]);
    expect(given(auditLog, facts, (query) => query.page({ instanceId: 'db' }).items)).toHaveLength(1);
  });

  it('tells the history of one account, its names, processes and mails included, oldest first', () => {
    const { started: begins } = eventsOf('standing-ada.2');
    const facts = [
      signedUp('ada', 'ada'),
      signedUp('bob', 'bob'),
      reserved('made', 'username', 'hash', 'ada'),
      reserved('made', 'username', 'other hash', 'bob'),
      requested('web'),
      accountDisabled('ada'),
      begins(),
      eventsOf('mail-account-disabled.account-ada.1').started(),
      eventsOf('mail-welcome.account-bob.1').started(),
    ];
    const positions = (limit?: number) =>
      given(auditLog, facts, (query) => query.ofAccount('ada', limit).map(({ position }) => position));
    expect(positions()).toEqual(['1', '3', '6', '7', '8']);
    expect(positions(2)).toEqual(['1', '3']);
    expect(given(auditLog, facts, (query) => query.ofInstance('web').map(({ position }) => position))).toEqual(['5']);
  });

  it('tells what a person did, to others as well, oldest first, and nothing that others did to them', () => {
    const by = (id: string, event: NetsocEvent): Fact => ({
      event,
      actor: { type: 'account', id, roles: ['admin'] },
    });
    const facts = [
      by('ada', requested('web')),
      by('grace', accountDisabled('ada')),
      by('grace', approved('web')),
      { event: started('web'), actor: { type: 'system', id: 'ada' } } as const,
      { event: approved('db'), actor: { type: 'cli', id: 'ada' } } as const,
      by('ada', signedUp('ada', 'ada')),
    ];
    const positions = (limit?: number) =>
      given(auditLog, facts, (query) => query.byAccount('ada', limit).map(({ position }) => position));
    expect(positions()).toEqual(['1', '6']);
    expect(positions(1)).toEqual(['1']);
  });

  it('keeps personal fields apart from the others, as they came', () => {
    const entry = given(auditLog, [refused('web', 'sealed: no room')], (query) => query.page().items[0]);
    expect(entry?.details).toEqual({ instanceId: 'web', owner: 'ada' });
    expect(entry?.personal).toEqual({ reason: 'sealed: no room' });
  });

  it('puts nothing personal into a summary', () => {
    const personal = [
      linked('id-1', 'Secret name'),
      requested('web', { reason: 'Secret reason', defaultDomain: 'secret.example.org' }),
      refused('web', 'Secret answer'),
    ];
    const summaries = given(auditLog, personal, (query) => query.page().items.map(({ summary }) => summary));
    expect(summaries.join(' ').toLowerCase()).not.toContain('secret');
  });

  it('keeps what is personal where it can be sealed and nowhere else, whatever happens', () => {
    fc.assert(
      fc.property(arbitraryHistory(), (events) => {
        const entries = given(auditLog, events.map(marked), (query) => query.page({ limit: 100 }).items);
        expect(entries).toHaveLength(events.length);
        for (const { personal, ...open } of entries) {
          expect(JSON.stringify(open)).not.toContain(mark);
          for (const value of Object.values(personal)) expect(value).toBe(mark);
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryHistory } from '../testing/arbitrary-history.ts';
import { approved, intended, linked, refused, requested, reserved, started } from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
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
});

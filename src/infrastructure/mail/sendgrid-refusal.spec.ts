import { describe, expect, it } from '@jest/globals';
import type { MailFailure } from '../../application/ports/mailer.ts';
import { sendGridRefusal } from './sendgrid-refusal.ts';

const to = { email: 'a.d+a@example.org', name: 'Ada (Byron)' };
const body = (...messages: readonly string[]) => ({
  errors: messages.map((message) => ({ message, field: null, help: null })),
});

describe('a refusal of SendGrid', () => {
  const meanings: readonly (readonly [number, MailFailure])[] = [
    [400, 'rejected'],
    [401, 'denied'],
    [403, 'denied'],
    [404, 'rejected'],
    [408, 'busy'],
    [413, 'rejected'],
    [415, 'rejected'],
    [429, 'busy'],
    [500, 'busy'],
    [503, 'busy'],
  ];
  it.each(meanings)('with status %i means %s', (status, failure) => {
    expect(sendGridRefusal(status, body('So it is.'), to)).toMatchObject({
      name: 'MailError',
      failure,
      message: `SendGrid answers ${String(status)}: So it is.`,
    });
  });

  it('says every error that SendGrid names, and where it is', () => {
    const errors = [
      { message: 'The subject is required.', field: 'subject', help: null },
      { message: 'Too long.', field: null },
    ];
    expect(sendGridRefusal(400, { errors }, to).message).toBe(
      'SendGrid answers 400: The subject is required. (subject); Too long.',
    );
  });

  it('names nobody, however SendGrid spells the person', () => {
    const { message } = sendGridRefusal(
      400,
      body(
        'The address A.D+A@Example.org of Ada (Byron) bounced.',
        'cc <other@example.org> too; not axd+a@example.org.',
      ),
      to,
    );
    expect(message).toBe(
      'SendGrid answers 400: The address (the recipient) of (the recipient) bounced.; cc <(an address)> too; not (an address)',
    );
  });

  it('keeps words that only begin like a name', () => {
    expect(sendGridRefusal(400, body('Invalid value.'), { email: 'a@example.org', name: 'In' }).message).toBe(
      'SendGrid answers 400: Invalid value.',
    );
  });

  it.each([undefined, '', '<html>Bad gateway</html>', { errors: 'none' }, { errors: [{ text: 1 }] }, null])(
    'without words of SendGrid is the status alone: %j',
    (answer) => {
      expect(sendGridRefusal(502, answer, to).message).toBe('SendGrid answers 502');
    },
  );

  it('is short, whatever the answer', () => {
    expect(sendGridRefusal(400, body('word '.repeat(10_000)), to).message.length).toBeLessThan(400);
  });
});

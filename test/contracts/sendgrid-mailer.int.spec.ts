import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Letter, OutgoingMail } from '../../src/application/ports/mailer.ts';
import { mailRequest } from '../../src/infrastructure/lab/mail/mail-request.ts';
import { listen } from '../../src/infrastructure/lab/wire/listener.ts';
import type { Listener } from '../../src/infrastructure/lab/wire/listener.ts';
import { readBody } from '../../src/infrastructure/lab/wire/messages.ts';
import { createSendGridMailer } from '../../src/infrastructure/mail/index.ts';
import { mailSendSchema } from './sendgrid-schema.ts';
import { describeContracts } from './vendor-contracts.ts';

const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).map((text) => `x${text}`);

const letter: fc.Arbitrary<Letter> = fc.record(
  {
    subject: words,
    heading: words,
    paragraphs: fc.array(words, { maxLength: 3 }),
    facts: fc.array(fc.record({ label: words, value: words }), { maxLength: 3 }),
    quote: words,
    action: fc.record({ label: words, url: fc.webUrl({ withFragments: true }) }),
    notes: fc.array(words, { maxLength: 2 }),
  },
  { requiredKeys: ['subject', 'heading', 'paragraphs'] },
);

const mail: fc.Arbitrary<OutgoingMail> = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9.-]{1,60}$/),
  to: fc.record({ email: fc.constant('ada@student.invalid'), name: fc.oneof(words, fc.constant('')) }),
  category: fc.constantFrom('request-approved', 'verify-address'),
  letter,
});

describeContracts('our mails and SendGrid’s contract', () => {
  let sendGrid: Listener;
  let received: unknown;

  beforeAll(async () => {
    sendGrid = await listen(
      createServer((request, response) => {
        readBody(request).then(
          (body) => {
            received = JSON.parse(body);
            response.writeHead(202).end();
          },
          (error: unknown) => response.destroy(error as Error),
        );
      }),
      0,
    );
  });
  afterAll(() => sendGrid.close());

  it('every mail is one that the vendor’s schema describes, and one that the catcher takes', async () => {
    const validate = mailSendSchema();
    const mailer = createSendGridMailer({
      key: 'SG.key',
      url: `http://127.0.0.1:${String(sendGrid.port)}`,
      from: { email: 'cloud@netsoc.invalid', name: 'Netsoc Cloud' },
      replyTo: 'help@netsoc.invalid',
      messageIdDomain: 'netsoc.invalid',
      portalName: 'Netsoc Cloud',
      portalUrl: 'https://cloud.netsoc.invalid',
    });
    await fc.assert(
      fc.asyncProperty(mail, async (outgoing) => {
        await mailer.send(outgoing);
        expect([validate(received), validate.errors]).toEqual([true, null]);
        expect(mailRequest.safeParse(received).error).toBeUndefined();
        expect(received).toMatchObject({ custom_args: { mail_id: outgoing.id } });
      }),
      { numRuns: 50 },
    );
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import sendgrid from '@sendgrid/mail';
import pino from 'pino';
import { startMailSimulator } from '../../src/infrastructure/lab/mail/mail-simulator.ts';
import type { MailSimulator } from '../../src/infrastructure/lab/mail/mail-simulator.ts';
import { listen } from '../../src/infrastructure/lab/wire/listener.ts';
import type { Listener } from '../../src/infrastructure/lab/wire/listener.ts';
import { readBody } from '../../src/infrastructure/lab/wire/messages.ts';
import { mailSendSchema, sendGridSchema } from './sendgrid-schema.ts';
import { describeContracts } from './vendor-contracts.ts';

const message: sendgrid.MailDataRequired = {
  to: { email: 'member@lab.netsoc.invalid', name: 'Mary Member' },
  from: { email: 'cloud@netsoc.invalid', name: 'Netsoc Cloud' },
  replyTo: 'admins@netsoc.invalid',
  subject: 'Your instance runs',
  text: 'It runs.',
  html: '<p>It runs.</p>',
  categories: ['instance-ready'],
  customArgs: { fact: '3a0c' },
};

describeContracts('SendGrid contract', () => {
  let folder: string;
  let mail: MailSimulator;
  let recorder: Listener;
  const sent: unknown[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netsoc-sendgrid-'));
    mail = await startMailSimulator({
      dataDirectory: folder,
      port: 0,
      apiKey: 'SG.key',
      logger: pino({ level: 'silent' }),
    });
    recorder = await listen(
      createServer((incoming, outgoing) => {
        readBody(incoming)
          .then(async (body) => {
            sent.push(JSON.parse(body));
            const answer = await fetch(`${mail.url}${incoming.url ?? ''}`, {
              method: 'POST',
              headers: { authorization: incoming.headers.authorization ?? '', 'content-type': 'application/json' },
              body,
            });
            outgoing.writeHead(answer.status, { 'x-message-id': answer.headers.get('x-message-id') ?? '' });
            outgoing.end(await answer.text());
          })
          .catch((error: unknown) => outgoing.destroy(error as Error));
      }),
      0,
    );
    sendgrid.setApiKey('SG.key');
    // Exported at run time, though not in the types.
    const client = Reflect.get(sendgrid, 'client') as { setDefaultRequest: (key: string, value: string) => void };
    // After the key: setting the key resets the address.
    client.setDefaultRequest('baseUrl', `http://127.0.0.1:${String(recorder.port)}/`);
  });

  afterAll(async () => {
    await recorder.close();
    await mail.close();
    await rm(folder, { recursive: true });
  });

  it('the catcher takes what SendGrid’s own client sends, and that is what the vendor’s schema describes', async () => {
    const [response] = await sendgrid.send(message);
    expect(response.statusCode).toBe(202);
    expect(mail.mailbox.list()).toMatchObject([{ subject: 'Your instance runs', customArguments: { fact: '3a0c' } }]);
    const validate = mailSendSchema();
    for (const body of sent) {
      expect([validate(body), validate.errors]).toEqual([true, null]);
    }
    expect(sent).toHaveLength(1);
  });

  it('the catcher’s refusals have the shape of the vendor’s errors', async () => {
    const reply = await fetch(`${mail.url}/v3/mail/send`, { method: 'POST', headers: { authorization: 'Bearer no' } });
    const validate = sendGridSchema('components', 'schemas', 'ErrorResponse');
    const body = (await reply.json()) as { errors: { help: unknown }[] };
    expect(body.errors[0]).toHaveProperty('message');
    // `help` is null in what the API really sends, though the schema knows objects only.
    const withoutHelp = {
      errors: body.errors.map(({ help: _help, field: _field, ...rest }: Record<string, unknown>) => rest),
    };
    expect([validate(withoutHelp), validate.errors]).toEqual([true, null]);
  });
});

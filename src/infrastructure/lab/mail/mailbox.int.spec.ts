import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSealing } from '../state/sealing.ts';
import { openMailbox } from './mailbox.ts';
import type { CaughtMail } from './mailbox.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsoc-mailbox-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const sealing = createSealing(randomBytes(32));
const mail: CaughtMail = {
  id: 'm1',
  receivedAt: '2026-11-24T10:00:00.000Z',
  from: { email: 'cloud@netsoc.invalid' },
  to: [{ email: 'ada@student.invalid', name: 'Ada Byron' }],
  cc: [],
  bcc: [],
  subject: 'Verify your address',
  text: 'https://cloud.invalid/verify#token=s3cr3t',
  categories: [],
  customArguments: {},
  headers: { 'Message-ID': '<one@netsoc.invalid>' },
  attachments: [],
  deliveries: 1,
};

const onDisk = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

describe('mailbox', () => {
  it('keeps mails sealed, and knows a mail again after a restart', () => {
    const first = openMailbox(folder, sealing);
    first.add(mail);
    expect(onDisk()).not.toMatch(/ada@|Ada Byron|#token=|Verify your|one@netsoc/);
    first.close();
    const second = openMailbox(folder, sealing);
    second.add({ ...mail, id: 'm2' });
    expect(second.list('ADA@student.invalid')).toEqual([{ ...mail, deliveries: 2 }]);
    second.close();
    expect(onDisk()).not.toMatch(/ada@|Ada Byron|#token=|Verify your|one@netsoc/);
  });

  it('takes over the mails of an older version, and seals them', () => {
    const older = new DatabaseSync(join(folder, 'mail.sqlite'));
    older.exec('create table mails (number integer primary key, id text not null unique, mail text not null) strict');
    const { deliveries: _, ...asItWas } = mail;
    older.prepare('insert into mails (id, mail) values (?, ?)').run(mail.id, JSON.stringify(asItWas));
    older.close();
    const mailbox = openMailbox(folder, sealing);
    expect(mailbox.list()).toEqual([mail]);
    mailbox.close();
    expect(onDisk()).not.toMatch(/ada@|Ada Byron|#token=|Verify your/);
  });
});

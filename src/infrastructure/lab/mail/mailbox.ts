import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const mailAddress = z.object({ email: z.string(), name: z.string().optional() });

const caughtMail = z.object({
  id: z.string(),
  receivedAt: z.string(),
  from: mailAddress,
  to: z.array(mailAddress),
  cc: z.array(mailAddress),
  bcc: z.array(mailAddress),
  replyTo: mailAddress.optional(),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  categories: z.array(z.string()),
  /** What the sender attached to the mail for its own use; the portal's marks of idempotency are here. */
  customArguments: z.record(z.string(), z.unknown()),
  headers: z.record(z.string(), z.string()),
  attachments: z.array(z.object({ filename: z.string(), type: z.string().optional() })),
});

/** A mail as it would have arrived: one per personalization. */
export type CaughtMail = Readonly<z.infer<typeof caughtMail>>;

export type Mailbox = Readonly<{
  add: (mail: CaughtMail) => void;
  /** Newest first; only those to this address when one is given, whatever its case. */
  list: (to?: string) => readonly CaughtMail[];
  find: (id: string) => CaughtMail | undefined;
  clear: () => void;
  close: () => void;
}>;

const row = z.object({ mail: z.string() });

/** Mails that were caught, kept in one SQLite file. */
export const openMailbox = (dataDirectory: string): Mailbox => {
  mkdirSync(dataDirectory, { recursive: true });
  const database = new DatabaseSync(join(dataDirectory, 'mail.sqlite'));
  database.exec(`pragma journal_mode = wal; pragma synchronous = off;
    create table if not exists mails (number integer primary key, id text not null unique, mail text not null) strict;`);
  const insert = database.prepare('insert into mails (id, mail) values (?, ?)');
  const all = database.prepare('select mail from mails order by number desc limit 1000');
  const one = database.prepare('select mail from mails where id = ?');
  const decode = (found: unknown): CaughtMail => caughtMail.parse(JSON.parse(row.parse(found).mail));
  return {
    add: (mail) => {
      insert.run(mail.id, JSON.stringify(mail));
    },
    list: (to) => {
      const mails = all.all().map(decode);
      if (to === undefined) return mails;
      const wanted = to.toLowerCase();
      return mails.filter((mail) =>
        [...mail.to, ...mail.cc, ...mail.bcc].some(({ email }) => email.toLowerCase() === wanted),
      );
    },
    find: (id) => {
      const found = one.get(id);
      return found === undefined ? undefined : decode(found);
    },
    clear: () => {
      database.exec('delete from mails');
    },
    close: () => {
      database.close();
    },
  };
};

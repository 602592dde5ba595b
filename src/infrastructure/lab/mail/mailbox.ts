import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { unsealed } from '../state/sealing.ts';
import type { Sealing } from '../state/sealing.ts';

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
  /** How often it was submitted. */
  deliveries: z.int().default(1),
});

/** A mail as it would have arrived: one per personalization. */
export type CaughtMail = Readonly<z.infer<typeof caughtMail>>;

export type Mailbox = Readonly<{
  /** A mail of a Message-ID that is here already is counted and not listed again, as Gmail and Dovecot do. */
  add: (mail: CaughtMail) => void;
  /** Newest first; only those to this address when one is given, whatever its case. */
  list: (to?: string) => readonly CaughtMail[];
  find: (id: string) => CaughtMail | undefined;
  clear: () => void;
  close: () => void;
}>;

const schema = `
create table if not exists caught_mails (
  number integer primary key,
  id text not null unique,
  same text unique,
  mail text not null
) strict;
-- Until now.
create table if not exists mails (number integer primary key, id text not null unique, mail text not null) strict;
`;

const row = z.object({ id: z.string(), mail: z.string() });

/** Mails that were caught, kept sealed in one SQLite file. */
export const openMailbox = (dataDirectory: string, sealing: Sealing = unsealed): Mailbox => {
  mkdirSync(dataDirectory, { recursive: true });
  const database = new DatabaseSync(join(dataDirectory, 'mail.sqlite'));
  database.exec(`pragma journal_mode = wal; pragma synchronous = off; pragma secure_delete = on; ${schema}`);
  const insert = database.prepare('insert into caught_mails (id, same, mail) values (?, ?, ?)');
  const replace = database.prepare('update caught_mails set mail = ? where id = ?');
  const all = database.prepare('select id, mail from caught_mails order by number desc limit 1000');
  const byId = database.prepare('select id, mail from caught_mails where id = ?');
  const bySame = database.prepare('select id, mail from caught_mails where same = ?');
  const decode = (found: unknown): CaughtMail => caughtMail.parse(JSON.parse(sealing.open(row.parse(found).mail)));
  const encode = (mail: CaughtMail): string => sealing.seal(JSON.stringify(mail));

  const add = (mail: CaughtMail): void => {
    const mark = markOf(mail);
    const same = mark === undefined ? null : sealing.digest(mark);
    const known = same === null ? undefined : bySame.get(same);
    if (known === undefined) {
      insert.run(mail.id, same, encode(mail));
      return;
    }
    const earlier = decode(known);
    replace.run(encode({ ...earlier, deliveries: earlier.deliveries + 1 }), earlier.id);
  };

  for (const old of database.prepare('select id, mail from mails order by number').all()) add(decode(old));
  database.exec('drop table mails');

  return {
    add,
    list: (to) => {
      const mails = all.all().map(decode);
      if (to === undefined) return mails;
      const wanted = to.toLowerCase();
      return mails.filter((mail) => recipientsOf(mail).includes(wanted));
    },
    find: (id) => {
      const found = byId.get(id);
      return found === undefined ? undefined : decode(found);
    },
    clear: () => {
      database.exec('delete from caught_mails');
    },
    close: () => {
      database.close();
    },
  };
};

const recipientsOf = ({ to, cc, bcc }: CaughtMail): readonly string[] =>
  [...to, ...cc, ...bcc].map(({ email }) => email.toLowerCase());

/** Equal for what one mailbox takes for one mail; undefined for mails that say nothing of it. */
const markOf = (mail: CaughtMail): string | undefined => {
  const messageId = Object.entries(mail.headers).find(([name]) => name.toLowerCase() === 'message-id')?.[1];
  return messageId === undefined ? undefined : JSON.stringify([messageId, recipientsOf(mail).toSorted()]);
};

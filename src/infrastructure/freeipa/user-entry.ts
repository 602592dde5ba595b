import { z } from 'zod';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { Person, StagedPerson } from '../../application/ports/directory.ts';
import { accountOf } from './account-mark.ts';

/** FreeIPA gives every attribute as a list. */
const values = z.array(z.string());
const first = values.min(1).transform(([value = '']) => value);
const times = z.array(z.object({ __datetime__: z.string() }));

/** A user as `user_find` and `user_show` give it with `all`; what we do not use is ignored. */
export const userEntry = z.object({
  uid: first,
  ipauniqueid: first,
  mail: values.default([]),
  cn: values.default([]),
  displayname: values.default([]),
  nsaccountlock: z.boolean().default(false),
  /** True for a deleted user whose entry is kept. */
  preserved: z.boolean().default(false),
  memberof_group: values.default([]),
  memberofindirect_group: values.default([]),
  ipasshpubkey: values.default([]),
  userclass: values.default([]),
  krblastpwdchange: times.default([]),
});
export type UserEntry = z.infer<typeof userEntry>;

/** The same of `stageuser_find` and `stageuser_show`. */
export const stagedEntry = z.object({ uid: first, mail: values.default([]), userclass: values.default([]) });
export type StagedEntry = z.infer<typeof stagedEntry>;

/** What `…_show` and `…_find` answer. */
export const shown = z.object({ result: userEntry });
export const found = z.object({ result: z.array(userEntry) });
export const stagedShown = z.object({ result: stagedEntry });
export const stagedFound = z.object({ result: z.array(stagedEntry) });

/** A reply in its shape. @throws DirectoryError `rejected` */
export const parseReply = <T>(schema: z.ZodType<T>, reply: unknown, command: string): T => {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new DirectoryError('rejected', `FreeIPA answers ${command} in a shape we do not know: ${names}`);
};

/** True when the entry has this address among its own, whatever the case. */
export const hasEmail = (entry: Pick<UserEntry, 'mail'>, email: string): boolean =>
  entry.mail.some((address) => address.toLowerCase() === email.toLowerCase());

/**
 * A person in our words. Somebody with several addresses is known by the first.
 * Groups held through other groups count like direct ones.
 */
export const toPerson = (entry: UserEntry): Person => ({
  directoryId: entry.ipauniqueid,
  username: entry.uid,
  email: entry.mail[0] ?? '',
  displayName: entry.displayname[0] ?? entry.cn[0] ?? entry.uid,
  groups: [...new Set([...entry.memberof_group, ...entry.memberofindirect_group])].toSorted(),
  disabled: entry.nsaccountlock,
  sshKeys: entry.ipasshpubkey,
  madeFor: accountOf(entry.userclass),
});

export const toStagedPerson = (entry: StagedEntry): StagedPerson => ({
  username: entry.uid,
  email: entry.mail[0] ?? '',
  madeFor: accountOf(entry.userclass),
});

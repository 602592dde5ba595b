import { z } from 'zod';
import type { Person } from '../../application/ports/directory.ts';

/** FreeIPA gives every attribute as a list. */
const values = z.array(z.string());
const first = values.min(1).transform(([value = '']) => value);

/** A user as `user_find` and `user_show` give it with `all`; what we do not use is ignored. */
export const userEntry = z.object({
  uid: first,
  ipauniqueid: first,
  mail: values.default([]),
  cn: values.default([]),
  displayname: values.default([]),
  nsaccountlock: z.boolean().default(false),
  memberof_group: values.default([]),
  memberofindirect_group: values.default([]),
  ipasshpubkey: values.default([]),
});
export type UserEntry = z.infer<typeof userEntry>;

/** True when the entry has this address among its own, whatever the case. */
export const hasEmail = (entry: UserEntry, email: string): boolean =>
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
});

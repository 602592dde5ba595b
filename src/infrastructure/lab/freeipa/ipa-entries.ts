import { z } from 'zod';

/** LDAP-like: every attribute is a list of values, names in lower case. */
const attributes = z.record(z.string(), z.array(z.string()));

const passwordHash = z.strictObject({ salt: z.string(), hash: z.string() });

const ipaUser = z.strictObject({
  attributes,
  disabled: z.boolean(),
  /** Absent when no password was ever set. */
  password: passwordHash.optional(),
});

const ipaGroup = z.strictObject({ attributes, /** uids */ members: z.array(z.string()) });

export const ipaDatabaseContent = z.strictObject({
  users: z.record(z.string(), ipaUser),
  groups: z.record(z.string(), ipaGroup),
});

export type IpaUser = Readonly<z.infer<typeof ipaUser>>;
export type IpaGroup = Readonly<z.infer<typeof ipaGroup>>;
export type IpaDatabaseContent = Readonly<z.infer<typeof ipaDatabaseContent>>;

/** Names of the groups a user is a direct member of, sorted. */
export const groupsOf = (database: IpaDatabaseContent, uid: string): readonly string[] =>
  Object.entries(database.groups)
    .filter(([, group]) => group.members.includes(uid))
    .map(([name]) => name)
    .toSorted();

/** First value of an attribute, or the empty string. */
export const firstValue = (user: IpaUser | IpaGroup, attribute: string): string =>
  user.attributes[attribute]?.[0] ?? '';

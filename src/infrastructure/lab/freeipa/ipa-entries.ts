import { z } from 'zod';
import { passwordPolicy } from './password-policy.ts';

/** LDAP-like: every attribute is a list of values, names in lower case. */
const attributes = z.record(z.string(), z.array(z.string()));

const passwordHash = z.strictObject({ salt: z.string(), hash: z.string() });

const ipaUser = z.strictObject({
  attributes,
  disabled: z.boolean(),
  /** Absent when no password was ever set. */
  password: passwordHash.optional(),
  /** The present password and those before it, newest first, as many as the policy keeps. */
  passwordHistory: z.array(passwordHash).default([]),
  /** Milliseconds since 1970, like the other times; absent when a lab from before this was kept has set the password. */
  passwordChangedAt: z.number().optional(),
  /** Absent: never. */
  passwordExpiresAt: z.number().optional(),
  failedLogins: z.int().default(0),
  lastFailedLoginAt: z.number().optional(),
});

const ipaGroup = z.strictObject({ attributes, /** uids */ members: z.array(z.string()) });

export const ipaDatabaseContent = z.strictObject({
  users: z.record(z.string(), ipaUser),
  groups: z.record(z.string(), ipaGroup),
  /** Entered, but not users yet: FreeIPA keeps them in a container of their own. */
  staged: z.record(z.string(), ipaUser).default({}),
  /** Deleted with their entry kept. */
  preserved: z.record(z.string(), ipaUser).default({}),
  policy: passwordPolicy.prefault({}),
});

export type IpaAttributes = Readonly<Record<string, readonly string[]>>;
export type PasswordHash = Readonly<z.infer<typeof passwordHash>>;
export type IpaUser = Readonly<z.infer<typeof ipaUser>>;
export type IpaGroup = Readonly<z.infer<typeof ipaGroup>>;
export type IpaDatabaseContent = Readonly<z.infer<typeof ipaDatabaseContent>>;

/** Where FreeIPA keeps people; a name may be in one of them only, but for a staged one. */
export type UserContainer = 'users' | 'staged' | 'preserved';

/** Names of the groups a user is a direct member of, sorted. */
export const groupsOf = (database: IpaDatabaseContent, uid: string): readonly string[] =>
  Object.entries(database.groups)
    .filter(([, group]) => group.members.includes(uid))
    .map(([name]) => name)
    .toSorted();

/** First value of an attribute, or the empty string. */
export const firstValue = (entry: Readonly<{ attributes: IpaAttributes }>, attribute: string): string =>
  entry.attributes[attribute]?.[0] ?? '';

/** The content with this entry in a container; an entry of the same name is replaced. */
export const withUser = (
  content: IpaDatabaseContent,
  container: UserContainer,
  uid: string,
  user: IpaUser,
): IpaDatabaseContent => ({ ...content, [container]: { ...content[container], [uid]: user } });

/** The content without this entry; membership of groups goes with a user. */
export const withoutUser = (content: IpaDatabaseContent, container: UserContainer, uid: string): IpaDatabaseContent => {
  const { [uid]: _gone, ...rest } = content[container];
  const without = { ...content, [container]: rest };
  return container === 'users' ? { ...without, groups: withoutMember(content.groups, uid) } : without;
};

const withoutMember = (groups: IpaDatabaseContent['groups'], uid: string): IpaDatabaseContent['groups'] =>
  Object.fromEntries(
    Object.entries(groups).map(([cn, group]) => [
      cn,
      group.members.includes(uid) ? { ...group, members: group.members.filter((member) => member !== uid) } : group,
    ]),
  );

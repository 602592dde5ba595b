import { firstValue, groupsOf } from './ipa-entries.ts';
import type { IpaDatabaseContent, IpaGroup, IpaUser, UserContainer } from './ipa-entries.ts';
import { labSuffix } from './seed.ts';
import { sshKeyFingerprint } from './ssh-public-key.ts';

type DateTime = Readonly<{ __datetime__: string }>;

/** An entry as a command gives it: attributes as lists, but `dn` and the flags (ipaserver/plugins/baseldap.py). */
export type RenderedEntry = Readonly<Record<string, string | boolean | readonly string[] | readonly DateTime[]>>;

/** Attributes of a user that are given without `all` (baseuser.default_attributes). */
const defaultUserAttributes: ReadonlySet<string> = new Set([
  'uid',
  'givenname',
  'sn',
  'homedirectory',
  'loginshell',
  'krbcanonicalname',
  'krbprincipalname',
  'mail',
  'uidnumber',
  'gidnumber',
  'telephonenumber',
  'title',
  'ou',
  'userclass',
]);

const containerDn: Readonly<Record<UserContainer, string>> = {
  users: 'cn=users,cn=accounts',
  staged: 'cn=staged users,cn=accounts,cn=provisioning',
  preserved: 'cn=deleted users,cn=accounts,cn=provisioning',
};

export const userDn = (container: UserContainer, uid: string): string =>
  `uid=${uid},${containerDn[container]},${labSuffix}`;

export const groupDn = (cn: string): string => `cn=${cn},cn=groups,cn=accounts,${labSuffix}`;

export type UserRenderingOptions = Readonly<{
  all: boolean;
  members: boolean;
  /** `user_find` leaves out whether there is a password or a keytab. */
  credentials: boolean;
  /** What a change has touched is shown too. */
  also?: readonly string[];
}>;

export const renderUser = (
  database: IpaDatabaseContent,
  container: UserContainer,
  uid: string,
  user: IpaUser,
  { all, members, credentials, also = [] }: UserRenderingOptions,
): RenderedEntry => {
  const given = Object.entries(user.attributes).filter(
    ([name, values]) => values.length > 0 && (all || defaultUserAttributes.has(name) || also.includes(name)),
  );
  const groups = container === 'users' ? groupsOf(database, uid) : [];
  const keys = user.attributes['ipasshpubkey'] ?? [];
  const hasPassword = user.password !== undefined;
  return {
    dn: userDn(container, uid),
    ...Object.fromEntries(given),
    // FreeIPA lets nobody in who is not an active user.
    nsaccountlock: container !== 'users' || user.disabled,
    ...(keys.length > 0 ? { sshpubkeyfp: keys.map(sshKeyFingerprint) } : {}),
    ...(members && groups.length > 0 ? { memberof_group: groups } : {}),
    ...(credentials ? { has_password: hasPassword, has_keytab: hasPassword } : {}),
    ...(all ? passwordTimes(user) : {}),
    ...(container === 'preserved' ? { preserved: true } : {}),
    ...(container === 'users' && all ? { preserved: false } : {}),
  };
};

const passwordTimes = (user: IpaUser): RenderedEntry => ({
  ...(user.passwordChangedAt === undefined ? {} : { krblastpwdchange: [dateTime(user.passwordChangedAt)] }),
  ...(user.passwordExpiresAt === undefined ? {} : { krbpasswordexpiration: [dateTime(user.passwordExpiresAt)] }),
});

/** @param milliseconds since 1970 @returns LDAP's generalized time, whole seconds */
const generalizedTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '');

const dateTime = (milliseconds: number): DateTime => ({ __datetime__: generalizedTime(milliseconds) });

const defaultGroupAttributes: ReadonlySet<string> = new Set(['cn', 'description', 'gidnumber']);

export const renderGroup = (cn: string, group: IpaGroup, all: boolean, members: boolean): RenderedEntry => ({
  dn: groupDn(cn),
  ...Object.fromEntries(Object.entries(group.attributes).filter(([name]) => all || defaultGroupAttributes.has(name))),
  ...(members && group.members.length > 0 ? { member_user: group.members } : {}),
});

/** The group of this name; a user's private one is part of the user and goes with it. */
export const groupOf = (content: IpaDatabaseContent, cn: string): IpaGroup | undefined =>
  content.groups[cn] ?? privateGroup(content.users[cn]);

const privateGroup = (user: IpaUser | undefined): IpaGroup | undefined => {
  if (user?.attributes['mepmanagedentry'] === undefined) return undefined;
  const uid = firstValue(user, 'uid');
  return {
    attributes: {
      cn: [uid],
      description: [`User private group for ${uid}`],
      gidnumber: [firstValue(user, 'gidnumber')],
      mepmanagedby: [userDn('users', uid)],
      ipauniqueid: [firstValue(user, 'ipauniqueid')],
      objectclass: ['posixgroup', 'ipaobject', 'mepManagedEntry', 'top'],
    },
    members: [],
  };
};

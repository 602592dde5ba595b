import { createHash } from 'node:crypto';
import { groupsOf } from './ipa-entries.ts';
import type { IpaDatabaseContent, IpaGroup, IpaUser } from './ipa-entries.ts';
import { labSuffix } from './seed.ts';

/** An entry as a command gives it: attributes as lists, but `dn` and the flags (ipaserver/plugins/baseldap.py). */
export type RenderedEntry = Readonly<Record<string, string | boolean | readonly string[]>>;

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

export type UserRenderingOptions = Readonly<{
  all: boolean;
  members: boolean;
  /** `user_find` leaves out whether there is a password or a keytab. */
  credentials: boolean;
}>;

export const renderUser = (
  database: IpaDatabaseContent,
  uid: string,
  user: IpaUser,
  { all, members, credentials }: UserRenderingOptions,
): RenderedEntry => {
  const given = Object.entries(user.attributes).filter(
    ([name, values]) => values.length > 0 && (all || defaultUserAttributes.has(name)),
  );
  const groups = groupsOf(database, uid);
  const keys = user.attributes['ipasshpubkey'] ?? [];
  return {
    dn: `uid=${uid},cn=users,cn=accounts,${labSuffix}`,
    ...Object.fromEntries(given),
    nsaccountlock: user.disabled,
    ...(keys.length > 0 ? { sshpubkeyfp: keys.map(keyFingerprint) } : {}),
    ...(members && groups.length > 0 ? { memberof_group: groups } : {}),
    ...(credentials ? { has_password: user.password !== undefined, has_keytab: user.password !== undefined } : {}),
    ...(all ? { preserved: false } : {}),
  };
};

export const renderGroup = (cn: string, group: IpaGroup, all: boolean, members: boolean): RenderedEntry => ({
  dn: `cn=${cn},cn=groups,cn=accounts,${labSuffix}`,
  ...Object.fromEntries(
    Object.entries(group.attributes).filter(([name]) => all || ['cn', 'description', 'gidnumber'].includes(name)),
  ),
  ...(members && group.members.length > 0 ? { member_user: group.members } : {}),
});

/** `SHA256:… comment (ssh-ed25519)`, as FreeIPA shows it (ipapython/ssh.py). */
const keyFingerprint = (key: string): string => {
  const [type = '', blob = '', ...comment] = key.split(' ');
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '');
  return [`SHA256:${digest}`, ...comment, `(${type})`].join(' ');
};

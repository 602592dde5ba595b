import { randomUUID } from 'node:crypto';
import { firstValue } from './ipa-entries.ts';
import type { IpaAttributes, IpaDatabaseContent, IpaGroup, IpaUser } from './ipa-entries.ts';
import { required } from './ipa-error.ts';
import { groupDn } from './ipa-rendering.ts';
import { defaultGroupName, labDomain, labRealm, userObjectClasses } from './seed.ts';

/** What marks an entry that must not get a private group (baseuser.NO_UPG_MAGIC). */
const noPrivateGroup = '__no_upg__';

/**
 * A staged person: FreeIPA derives what was not given, and leaves numbers and id to the activation.
 * @throws IpaError 3007
 */
export const newStagedUser = (uid: string, given: Readonly<Record<string, string[]>>): IpaUser => {
  const [givenName = ''] = given['givenname'] ?? [];
  const [familyName = ''] = given['sn'] ?? [];
  if (givenName === '') throw required('givenname');
  if (familyName === '') throw required('sn');
  const fullName = `${givenName} ${familyName}`;
  const attributes = {
    uid: [uid],
    cn: [fullName],
    displayname: [fullName],
    gecos: [fullName],
    initials: [`${givenName.charAt(0)}${familyName.charAt(0)}`],
    homedirectory: [`/home/${uid}`],
    loginshell: ['/bin/sh'],
    mail: [`${uid}@${labDomain}`],
    krbprincipalname: [`${uid}@${labRealm}`],
    krbcanonicalname: [`${uid}@${labRealm}`],
    uidnumber: ['-1'],
    gidnumber: ['-1'],
    ipauniqueid: ['autogenerate'],
    description: [noPrivateGroup],
    objectclass: [...userObjectClasses],
    ...given,
  };
  return { attributes: withUserClass(attributes), disabled: false, passwordHistory: [], failedLogins: 0 };
};

/** The entry as an active user: with an id, a number, and a private group unless another group has the name. */
export const asActiveUser = (content: IpaDatabaseContent, uid: string, staged: IpaUser): IpaUser => {
  const { description: _magic, ...attributes } = staged.attributes;
  const number = firstValue(staged, 'uidnumber');
  const uidNumber = number === '-1' ? nextNumber(content) : number;
  return {
    ...staged,
    attributes: {
      ...attributes,
      uidnumber: [uidNumber],
      gidnumber: [firstValue(staged, 'gidnumber') === '-1' ? uidNumber : firstValue(staged, 'gidnumber')],
      ipauniqueid: [randomUUID()],
      ...(content.groups[uid] === undefined ? { mepmanagedentry: [groupDn(uid)] } : {}),
    },
  };
};

/** Every new user joins the default group. */
export const withDefaultGroup = (content: IpaDatabaseContent, uid: string): IpaDatabaseContent => {
  const group = content.groups[defaultGroupName] ?? newGroup(content, defaultGroupName, 'Default group for all users');
  const members = group.members.includes(uid) ? group.members : [...group.members, uid];
  return { ...content, groups: { ...content.groups, [defaultGroupName]: { ...group, members } } };
};

export const newGroup = (
  content: IpaDatabaseContent,
  cn: string,
  description: string | undefined,
  posix = true,
): IpaGroup => ({
  attributes: {
    cn: [cn],
    ...(description === undefined ? {} : { description: [description] }),
    ...(posix ? { gidnumber: [nextNumber(content)] } : {}),
    ipauniqueid: [randomUUID()],
    objectclass: [
      ...['top', 'groupofnames', 'nestedgroup', 'ipausergroup', 'ipaobject'],
      ...(posix ? ['posixgroup'] : []),
    ],
  },
  members: [],
});

/** An entry with a user class is of one more object class (baseuser.py, check_objectclass). */
export const withUserClass = (attributes: Record<string, string[]>): Record<string, string[]> => {
  const classes = attributes['objectclass'] ?? [];
  if ((attributes['userclass'] ?? []).length === 0 || classes.includes('ipauser')) return attributes;
  return { ...attributes, objectclass: [...classes, 'ipauser'] };
};

const nextNumber = (content: IpaDatabaseContent): string => {
  const entries: readonly Readonly<{ attributes: IpaAttributes }>[] = [
    ...Object.values(content.users),
    ...Object.values(content.preserved),
    ...Object.values(content.groups),
  ];
  const taken = entries.flatMap((entry) => [firstValue(entry, 'uidnumber'), firstValue(entry, 'gidnumber')]);
  return String(Math.max(0, ...taken.map(Number)) + 1);
};

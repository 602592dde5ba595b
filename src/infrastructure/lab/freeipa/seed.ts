import { generateKeyPairSync } from 'node:crypto';
import { v5 as uuidFromName } from 'uuid';
import type { IpaDatabaseContent, IpaGroup, IpaUser } from './ipa-entries.ts';
import { passwordPolicy } from './password-policy.ts';
import { hashPassword } from './passwords.ts';

export const labRealm = 'LAB.NETSOC.INVALID';
export const labDomain = 'lab.netsoc.invalid';
export const labSuffix = 'dc=lab,dc=netsoc,dc=invalid';

/** A person of the lab that a newcomer signs in as. The passwords are fixed and public: nothing real is behind them. */
export type LabAccount = Readonly<{ username: string; password: string; email: string; role: string }>;

export const labAccounts: readonly LabAccount[] = [
  { username: 'member', password: 'member-lab-password', email: `member@${labDomain}`, role: 'member' },
  { username: 'admin', password: 'admin-lab-password', email: `admin@${labDomain}`, role: 'admin' },
  { username: 'auditor', password: 'auditor-lab-password', email: `auditor@${labDomain}`, role: 'auditor' },
];

/** The portal's own account in FreeIPA. */
export const portalServiceAccount = { username: 'netsoc-portal', password: 'netsoc-portal-lab-password' } as const;

const names: Readonly<Record<string, readonly [string, string]>> = {
  member: ['Mary', 'Member'],
  admin: ['Ada', 'Admin'],
  auditor: ['Audrey', 'Auditor'],
  'netsoc-portal': ['Netsoc', 'Portal'],
};

/** Namespace of the lab's made-up FreeIPA ids: they are the same in every fresh lab. */
const idNamespace = '5f0a6f0e-7a1c-4c8e-9b1d-6d0b9c1f2a33';

/** The attributes that FreeIPA gives a person; `given` wins over the derived values. */
const userAttributes = (
  uid: string,
  uidNumber: number,
  given: Readonly<Record<string, string[]>>,
): Record<string, string[]> => {
  const [givenName = uid, familyName = uid] = names[uid] ?? [];
  const fullName = `${givenName} ${familyName}`;
  return {
    uid: [uid],
    givenname: [givenName],
    sn: [familyName],
    cn: [fullName],
    displayname: [fullName],
    gecos: [fullName],
    initials: [`${givenName.charAt(0)}${familyName.charAt(0)}`],
    homedirectory: [`/home/${uid}`],
    loginshell: ['/bin/sh'],
    krbprincipalname: [`${uid}@${labRealm}`],
    krbcanonicalname: [`${uid}@${labRealm}`],
    uidnumber: [String(uidNumber)],
    gidnumber: [String(uidNumber)],
    mepmanagedentry: [`cn=${uid},cn=groups,cn=accounts,${labSuffix}`],
    ipauniqueid: [uuidFromName(`user ${uid}`, idNamespace)],
    objectclass: [...userObjectClasses],
    ...given,
  };
};

export const userObjectClasses: readonly string[] = [
  'top',
  'person',
  'organizationalperson',
  'inetorgperson',
  'inetuser',
  'posixaccount',
  'krbprincipalaux',
  'ipaobject',
  'ipasshuser',
];

const firstNumber = 1_450_200_000;

const user = (uid: string, index: number, password: string, given: Readonly<Record<string, string[]>>): IpaUser => ({
  attributes: userAttributes(uid, firstNumber + index, given),
  disabled: false,
  password: hashPassword(password),
  passwordHistory: [],
  failedLogins: 0,
});

/** The group that every new user joins (ipadefaultprimarygroup). */
export const defaultGroupName = 'ipausers';

const group = (cn: string, index: number, description: string, members: readonly string[]): IpaGroup => ({
  attributes: {
    cn: [cn],
    description: [description],
    gidnumber: [String(firstNumber + 1000 + index)],
    ipauniqueid: [uuidFromName(`group ${cn}`, idNamespace)],
    objectclass: ['top', 'groupofnames', 'nestedgroup', 'ipausergroup', 'ipaobject', 'posixgroup'],
  },
  members: [...members],
});

/** What a fresh lab's FreeIPA holds: the lab's accounts, the portal's own account, and a group for each role. */
export const seededDatabase = (): IpaDatabaseContent => ({
  users: Object.fromEntries([
    ...labAccounts.map(({ username, password, email }, index) => [
      username,
      user(username, index + 1, password, {
        mail: [email],
        ...(username === 'member' ? { ipasshpubkey: [newPublicKey('member@laptop')] } : {}),
      }),
    ]),
    [portalServiceAccount.username, user(portalServiceAccount.username, 10, portalServiceAccount.password, {})],
  ]) as Record<string, IpaUser>,
  groups: {
    members: group('members', 1, 'May request instances', ['member', 'admin']),
    admins: group('admins', 2, 'Approve requests and run the place', ['admin']),
    auditors: group('auditors', 3, 'May read everything', ['auditor']),
    [defaultGroupName]: group(defaultGroupName, 4, 'Default group for all users', []),
  },
  staged: {},
  preserved: {},
  policy: passwordPolicy.parse({}),
});

/** An Ed25519 public key in OpenSSH's form, whose private half is thrown away (RFC 8709 section 4). */
const newPublicKey = (comment: string): string => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const field = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(raw)]);
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`;
};

import type { NetsocEvent } from './events.ts';

type DataOf<Type extends NetsocEvent['type']> = Extract<NetsocEvent, { type: Type }>['data'];

/** Which fields of an event are personal, and whose they are: encrypted in the log with that person's key. */
export type PersonalFields<Data = Readonly<Record<string, unknown>>> = Readonly<{
  /** Field that holds the account id of the person. */
  subject: keyof Data & string;
  fields: readonly (keyof Data & string)[];
}>;

/** Every event type with personal data; a type that is absent has none. */
export const personalData: Readonly<{ [Type in NetsocEvent['type']]?: PersonalFields<DataOf<Type>> }> = {
  'account-linked': { subject: 'accountId', fields: ['username', 'email', 'displayName'] },
  'sign-up-received': { subject: 'accountId', fields: ['username', 'email', 'displayName'] },
  'ssh-key-submitted': { subject: 'accountId', fields: ['key'] },
  'ssh-key-removal-requested': { subject: 'accountId', fields: ['key'] },
  'display-name-chosen': { subject: 'accountId', fields: ['displayName'] },
  'display-name-changed': { subject: 'accountId', fields: ['displayName'] },
  'email-change-requested': { subject: 'accountId', fields: ['email'] },
  'email-changed': { subject: 'accountId', fields: ['email', 'previous'] },
  'account-disabled': { subject: 'accountId', fields: ['reason'] },
  'password-reset-requested': { subject: 'requestId', fields: ['email'] },
  'instance-requested': { subject: 'owner', fields: ['defaultDomain', 'reason'] },
  'instance-request-refused': { subject: 'owner', fields: ['reason'] },
};

/** What a personal field reads as once its person was erased and the key destroyed. */
export const erased = 'erased person';

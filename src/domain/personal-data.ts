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
  'instance-requested': { subject: 'owner', fields: ['defaultDomain', 'reason'] },
  'instance-request-refused': { subject: 'owner', fields: ['reason'] },
};

/** What a personal field reads as once its person was erased and the key destroyed. */
export const erased = 'erased person';

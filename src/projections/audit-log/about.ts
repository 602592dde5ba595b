import type { NetsocEvent } from '../../domain/events.ts';
import { parseProcessId } from '../../domain/process/process-definition.ts';
import { personalData } from '../../domain/personal-data.ts';

/** The instance that an event is about: null for events of people. */
export const instanceOf = ({ data }: NetsocEvent): string | null => {
  if ('instanceId' in data) return data.instanceId;
  if ('processId' in data) return parseProcessId(data.processId)?.subject ?? null;
  // Names of people are held by accounts, everything else by instances.
  if ('holder' in data) return data.kind === 'username' || data.kind === 'email' ? null : data.holder;
  return null;
};

/** Data of an event in two parts: what anybody who audits may always read, and what belongs to a person. */
export type Parted = Readonly<{
  details: Readonly<Record<string, unknown>>;
  subject: string | null;
  personal: Readonly<Record<string, unknown>> | null;
}>;

const markedFields = personalData as Readonly<
  Record<string, Readonly<{ subject: string; fields: readonly string[] }> | undefined>
>;

/** Keeps personal fields, which are sealed, apart from what happened. */
export const part = ({ type, data }: NetsocEvent): Parted => {
  const marked = markedFields[type];
  if (marked === undefined) return { details: data, subject: null, personal: null };
  const details: Record<string, unknown> = {};
  const personal: Record<string, unknown> = {};
  let subject: string | null = null;
  for (const [field, value] of Object.entries(data)) {
    (marked.fields.includes(field) ? personal : details)[field] = value;
    if (field === marked.subject) subject = String(value);
  }
  return { details, subject, personal };
};

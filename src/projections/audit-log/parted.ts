import type { NetsocEvent } from '../../domain/events.ts';
import { personalData } from '../../domain/personal-data.ts';

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

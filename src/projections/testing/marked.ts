import type { NetsocEvent } from '../../domain/events.ts';
import { personalData } from '../../domain/personal-data.ts';

/** What {@link marked} puts where a person's words would stand. */
export const mark = 'Secret of a person';

/** The event with a mark in place of everything personal, to see where that comes to light. */
export const marked = (event: NetsocEvent): NetsocEvent => {
  const personal: readonly string[] = personalData[event.type]?.fields ?? [];
  const data = Object.fromEntries(
    Object.entries(event.data).map(([field, value]: readonly [string, unknown]) => [
      field,
      personal.includes(field) ? mark : value,
    ]),
  );
  // The same fields: only texts were changed for texts.
  return { type: event.type, data } as NetsocEvent;
};

import { personalData } from '../../../domain/personal-data.ts';
import type { PersonalFields } from '../../../domain/personal-data.ts';

const byType: Readonly<Record<string, PersonalFields | undefined>> = personalData;

/** Which fields of an event type are personal, and whose; undefined when none are. */
export const personalFieldsOf = (type: string): PersonalFields | undefined => byType[type];

export const holdsPersonalData = (type: string): boolean => byType[type] !== undefined;

import type { HistoryEntry } from '../api/contract';

/** Every process writes these at each of its steps; what fails or stands still is said in others. */
const smallSteps: ReadonlySet<string> = new Set(['step-intended', 'step-progressed', 'step-succeeded']);
const bookkeeping = /^(reservation|lease)-/;

/** Whether an event is part of the story that a person would tell; the rest is there for whoever looks for it. */
export const isMilestone = ({ type }: Pick<HistoryEntry, 'type'>): boolean =>
  !smallSteps.has(type) && !bookkeeping.test(type);

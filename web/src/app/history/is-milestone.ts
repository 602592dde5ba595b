import type { HistoryEntry } from '../api/contract';

/** What begins or ends well says so in an event of its own, of what was done; what fails or stands still is said in others. */
const smallSteps: ReadonlySet<string> = new Set([
  'process-started',
  'process-completed',
  'step-intended',
  'step-progressed',
  'step-succeeded',
  // Wishes whose outcome follows.
  'password-change-begun',
  'ssh-key-submitted',
  'ssh-key-removal-requested',
  'display-name-chosen',
]);
const bookkeeping = /^(reservation|lease)-/;

/** Whether an event is part of the story that a person would tell; the rest is there for whoever looks for it. */
export const isMilestone = ({ type }: Pick<HistoryEntry, 'type'>): boolean =>
  !smallSteps.has(type) && !bookkeeping.test(type);

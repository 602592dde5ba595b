import type { HistoryEntry } from '../api/contract';
import type { IconName } from '../design/icons';

const icons: Readonly<Record<HistoryEntry['actor']['type'], IconName>> = {
  account: 'person',
  system: 'account_tree',
  cli: 'terminal',
  traefik: 'swap_vert',
};

export const actorIcon = (type: string): IconName => (type in icons ? icons[type as keyof typeof icons] : 'help');

type Detail = Readonly<{ name: string; value: string }>;

/** What the event holds, flat and as text, and how to find it in the log. */
export const eventDetails = (entry: HistoryEntry): readonly Detail[] => [
  { name: $localize`Event`, value: entry.type },
  { name: $localize`When`, value: entry.at },
  ...Object.entries(entry.details).map(([name, value]) => ({ name, value: asText(value) })),
  { name: $localize`Position`, value: entry.position },
  { name: $localize`Event id`, value: entry.eventId },
  { name: $localize`Correlation`, value: entry.correlationId },
];

const asText = (value: unknown): string => {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
};

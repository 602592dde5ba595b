import type { z } from 'zod';
import type { Opened } from '../../../application/ports/personal-data.ts';
import type { Act } from '../../../domain/kernel/act.ts';
import { erased } from '../../../domain/personal-data.ts';
import type { AuditEntry } from '../../../projections/audit-log/index.ts';
import type { ApiServices } from '../api-services.ts';
import type { historyEntry } from '../contract/history.ts';

/** Usernames of accounts, and what else is sealed in the rows that name them: opened together. */
export const readNames = async (
  services: ApiServices,
  accountIds: readonly string[],
  sealed: readonly (string | null)[],
): Promise<Readonly<{ open: Opened; nameOf: (accountId: string) => string }>> => {
  const names = services.questions.people.usernames(accountIds);
  const open = await services.openPersonal([...names.values(), ...sealed]);
  return { open, nameOf: (accountId) => open(names.get(accountId) ?? null) ?? erased };
};

/** Who did what when, with names instead of ids. */
export const historyOf = async (
  services: ApiServices,
  entries: readonly AuditEntry[],
): Promise<z.input<typeof historyEntry>[]> => {
  const { open, nameOf } = await readNames(
    services,
    entries.flatMap(({ actor }) => (actor.type === 'account' ? [actor.id] : [])),
    entries.flatMap(({ personal }) => Object.values(personal)),
  );
  return entries.map(({ personal, ...entry }) => ({
    ...entry,
    details: {
      ...entry.details,
      ...Object.fromEntries(Object.entries(personal).map(([field, sealed]) => [field, open(sealed) ?? erased])),
    },
    actor: { ...entry.actor, name: entry.actor.type === 'account' ? nameOf(entry.actor.id) : entry.actor.id },
  }));
};

/** An act as the wire has it. */
export const shownAct = (act: Act): { allowed: boolean; reason: string | null } =>
  act.allowed ? { allowed: true, reason: null } : { allowed: false, reason: act.reason };

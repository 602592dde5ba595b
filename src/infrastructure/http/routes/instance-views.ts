import type { z } from 'zod';
import type { Act } from '../../../domain/kernel/act.ts';
import { actsOf } from '../../../domain/instance/instance-acts.ts';
import { erased } from '../../../domain/personal-data.ts';
import type { AuditEntry } from '../../../projections/audit-log/index.ts';
import type { InstanceDetailView } from '../../../projections/instance-detail/index.ts';
import type { InstanceListItem } from '../../../projections/instance-list/index.ts';
import type { PendingRequestItem } from '../../../projections/request-queue/index.ts';
import type { ApiServices } from '../api-services.ts';
import { seesEverything } from '../caller.ts';
import type { Caller } from '../caller.ts';
import type { historyEntry } from '../contract/history.ts';
import type { instanceDetail, instanceSummary, pendingRequest } from '../contract/instances.ts';
import { notFound } from '../http-problem.ts';

/** Names of the owners of many rows, asked for once. */
const ownersOf = (services: ApiServices, rows: readonly Readonly<{ ownerId: string }>[]) => {
  const names = services.questions.people.usernames(rows.map((row) => row.ownerId));
  return (id: string) => ({ id, username: names.get(id) ?? erased });
};

export const summariesOf = (
  services: ApiServices,
  rows: readonly InstanceListItem[],
): z.input<typeof instanceSummary>[] => {
  const owner = ownersOf(services, rows);
  return rows.map((row) => ({
    ...row,
    domains: [...row.domains],
    owner: owner(row.ownerId),
    progress: row.progress === null ? null : { ...row.progress },
  }));
};

export const pendingRequestsOf = (
  services: ApiServices,
  rows: readonly PendingRequestItem[],
): z.input<typeof pendingRequest>[] => {
  const owner = ownersOf(services, rows);
  return rows.map((row) => ({ ...row, owner: owner(row.ownerId), resources: { ...row.resources } }));
};

const shown = (act: Act): { allowed: boolean; reason: string | null } =>
  act.allowed ? { allowed: true, reason: null } : { allowed: false, reason: act.reason };

/** The instance, if the caller may see it. @throws HttpProblem 404, the same whether it is absent or somebody else's */
export const visibleInstance = (services: ApiServices, id: string, caller: Caller): InstanceDetailView => {
  const found = services.questions.instance.find(id);
  const visible = found !== undefined && (seesEverything(caller) || found.ownerId === caller.account?.id);
  if (!visible) throw notFound('instance');
  return found;
};

export const detailOf = (
  services: ApiServices,
  view: InstanceDetailView,
  caller: Caller,
): z.input<typeof instanceDetail> => {
  const acts = actsOf(
    { status: view.state, owner: view.ownerId },
    { accountId: caller.account?.id ?? '', roles: caller.roles },
  );
  return {
    ...view,
    domains: [...view.domains],
    owner: ownersOf(services, [view])(view.ownerId),
    progress: view.progress === null ? null : { ...view.progress },
    resources: { ...view.resources },
    steps: view.steps.map((step) => ({ ...step, log: [...step.log] })),
    sshCommand: services.sshCommand(view.address),
    acts: { approve: shown(acts.approve), refuse: shown(acts.refuse), withdraw: shown(acts.withdraw) },
  };
};

/** Who did what when, with names instead of ids. */
export const historyOf = (services: ApiServices, entries: readonly AuditEntry[]): z.input<typeof historyEntry>[] => {
  const accounts = entries.flatMap(({ actor }) => (actor.type === 'account' ? [actor.id] : []));
  const names = services.questions.people.usernames(accounts);
  return entries.map((entry) => ({
    ...entry,
    details: { ...entry.details },
    actor: {
      ...entry.actor,
      name: entry.actor.type === 'account' ? (names.get(entry.actor.id) ?? erased) : entry.actor.id,
    },
  }));
};

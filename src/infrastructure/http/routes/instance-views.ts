import type { z } from 'zod';
import { actsOf } from '../../../domain/instance/instance-acts.ts';
import type { InstanceInView } from '../../../domain/instance/instance-acts.ts';
import { erased } from '../../../domain/personal-data.ts';
import type { InstanceDetailView } from '../../../projections/instance-detail/index.ts';
import type { InstanceListItem } from '../../../projections/instance-list/index.ts';
import type { PendingRequestItem } from '../../../projections/request-queue/index.ts';
import type { ApiServices } from '../api-services.ts';
import { seesEverything } from '../caller.ts';
import type { Caller } from '../caller.ts';
import type { instanceDetail, instanceSummary, pendingRequest } from '../contract/instances.ts';
import { notFound } from '../http-problem.ts';
import { readNames, shownAct } from './names.ts';

type SeenInstance = Readonly<{ ownerId: string; state: InstanceInView['status'] }>;

/** What the caller may do to an instance now. */
const shownActsOf = (services: ApiServices, { ownerId, state }: SeenInstance, caller: Caller) => {
  const { approve, refuse, withdraw } = actsOf(
    { status: state, owner: ownerId },
    { accountId: caller.account?.id ?? '', roles: caller.roles },
    services.questions.accounts.standing(ownerId) ?? { phase: 'unknown', disabled: false },
  );
  return { approve: shownAct(approve), refuse: shownAct(refuse), withdraw: shownAct(withdraw) };
};

const domainsOf = (defaultDomain: string | null): string[] => (defaultDomain === null ? [] : [defaultDomain]);

export const summariesOf = async (
  services: ApiServices,
  rows: readonly InstanceListItem[],
): Promise<z.input<typeof instanceSummary>[]> => {
  const { open, nameOf } = await readNames(
    services,
    rows.map((row) => row.ownerId),
    rows.map((row) => row.defaultDomain),
  );
  return rows.map(({ defaultDomain, ...row }) => ({
    ...row,
    domains: domainsOf(open(defaultDomain)),
    owner: { id: row.ownerId, username: nameOf(row.ownerId) },
    progress: row.progress === null ? null : { ...row.progress },
  }));
};

export const pendingRequestsOf = async (
  services: ApiServices,
  rows: readonly PendingRequestItem[],
  caller: Caller,
): Promise<z.input<typeof pendingRequest>[]> => {
  const { open, nameOf } = await readNames(
    services,
    rows.map((row) => row.ownerId),
    rows.map((row) => row.reason),
  );
  return rows.map((row) => {
    const { approve, refuse } = shownActsOf(services, { ...row, state: 'pending' }, caller);
    return {
      ...row,
      reason: open(row.reason) ?? erased,
      owner: { id: row.ownerId, username: nameOf(row.ownerId) },
      resources: { ...row.resources },
      acts: { approve, refuse },
    };
  });
};

/** The instance, if the caller may see it. @throws HttpProblem 404, the same whether it is absent or somebody else's */
export const visibleInstance = (services: ApiServices, id: string, caller: Caller): InstanceDetailView => {
  const found = services.questions.instance.find(id);
  const visible = found !== undefined && (seesEverything(caller) || found.ownerId === caller.account?.id);
  if (!visible) throw notFound('instance');
  return found;
};

export const detailOf = async (
  services: ApiServices,
  { defaultDomain, reason, refusal, ...view }: InstanceDetailView,
  caller: Caller,
): Promise<z.input<typeof instanceDetail>> => {
  const { open, nameOf } = await readNames(services, [view.ownerId], [defaultDomain, reason, refusal]);
  return {
    ...view,
    domains: domainsOf(open(defaultDomain)),
    reason: open(reason) ?? erased,
    refusal: refusal === null ? null : (open(refusal) ?? erased),
    owner: { id: view.ownerId, username: nameOf(view.ownerId) },
    progress: view.progress === null ? null : { ...view.progress },
    resources: { ...view.resources },
    steps: view.steps.map((step) => ({ ...step, log: [...step.log] })),
    sshCommand: services.sshCommand(view.address),
    acts: shownActsOf(services, view, caller),
  };
};

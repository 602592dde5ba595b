import type { ApiServices } from '../api-services.ts';
import type { Caller, CallerAccount } from '../caller.ts';
import { detailOf } from './instance-views.ts';
import { historyOf } from './names.ts';

/** Histories are cut where a page shows them; an export has all of them. */
const whole = Number.MAX_SAFE_INTEGER;

/** Everything that is held about a person (GDPR article 15), in the words of the API. */
export const exportOf = async (
  services: ApiServices,
  account: CallerAccount,
  caller: Caller,
): Promise<Readonly<Record<string, unknown>>> => {
  const { questions, clock, sshKeys, sessions } = services;
  const owned = questions.instances.mine(account.id);
  const instances = await Promise.all(
    owned.flatMap(({ id }) => {
      const view = questions.instance.find(id);
      return view === undefined ? [] : [detailOf(services, view, caller)];
    }),
  );
  return {
    exportedAt: clock(),
    account: { ...account, roles: caller.roles, groups: caller.groups },
    sshKeys: caller.sshKeys.map((line) => sshKeys.inspect(line)?.line ?? line),
    sessions: sessions.of(account.id),
    instances,
    whatHappenedToTheAccount: await historyOf(services, questions.audit.ofAccount(account.id, whole)),
    whatHappenedToTheInstances: await Promise.all(
      owned.map(async ({ id }) => ({
        instanceId: id,
        history: await historyOf(services, questions.audit.ofInstance(id, whole)),
      })),
    ),
    whatYouDid: await historyOf(services, questions.audit.byAccount(account.id, whole)),
  };
};

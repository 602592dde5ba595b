import type { z } from 'zod';
import { accountActsOf } from '../../../domain/account/account-acts.ts';
import { erased } from '../../../domain/personal-data.ts';
import type { AccountRow } from '../../../projections/account-list/index.ts';
import type { ApiServices } from '../api-services.ts';
import type { Caller } from '../caller.ts';
import type { account, accountStateQuery } from '../contract/accounts.ts';
import { shownAct } from './names.ts';
import { commandCaller } from './replies.ts';

type ShownAccount = z.input<typeof account>;

/** Instances that have not ended, by owner. */
const heldBy = ({ questions }: ApiServices): ReadonlyMap<string, number> => questions.instances.heldByOwner();

/** Accounts as admins see them: names in clear, and what may be done with each. */
export const accountsOf = async (
  services: ApiServices,
  rows: readonly AccountRow[],
  caller: Caller,
): Promise<readonly ShownAccount[]> => {
  const open = await services.openPersonal(
    rows.flatMap(({ username, email, displayName, disabledReason }) => [username, email, displayName, disabledReason]),
  );
  const held = heldBy(services);
  return rows.map((row) => {
    const disabled = row.disabledReason !== null;
    const acts = accountActsOf({ phase: row.phase, accountId: row.id, disabled }, commandCaller(caller));
    return {
      id: row.id,
      username: open(row.username) ?? erased,
      email: open(row.email) ?? erased,
      displayName: open(row.displayName) ?? erased,
      // The list shows what is; an account that is unknown has no row.
      state: row.phase === 'unknown' ? 'waiting' : row.phase,
      disabled,
      disabledReason: open(row.disabledReason),
      erasureDueAt: row.erasureDueAt,
      instances: held.get(row.id) ?? 0,
      since: row.since,
      changedAt: row.changedAt,
      revision: row.revision,
      acts: {
        disable: shownAct(acts.disable),
        enable: shownAct(acts.enable),
        resendVerification: shownAct(acts.resendVerification),
      },
    };
  });
};

/** Whether an account is what a search looks for: some part of its names, whatever the case. */
export const matches = ({ username, email, displayName, id }: ShownAccount, search: string): boolean => {
  const wanted = search.trim().toLowerCase();
  return wanted === '' || [username, email, displayName, id].some((text) => text.toLowerCase().includes(wanted));
};

export const isInState = (
  { state, disabled }: ShownAccount,
  wanted: z.output<typeof accountStateQuery> | undefined,
): boolean => {
  switch (wanted) {
    case undefined:
      // Of a sign-up that came to nothing there is nothing to see.
      return state !== 'lapsed' && state !== 'turned-away';
    case 'disabled':
      return disabled;
    case 'active':
      return state === 'active' && !disabled;
    case 'waiting':
      return state === 'waiting' || state === 'verified';
    case 'erased':
      return state === 'erased' || state === 'erasing';
  }
};

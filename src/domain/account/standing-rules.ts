import { insist } from '../kernel/act.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { accountActsOf } from './account-acts.ts';
import type {
  BeginErasure,
  DisableAccount,
  EnableAccount,
  EndSessions,
  RequestErasure,
  WithdrawErasure,
} from './account-commands.ts';
import type { AccountEvent } from './account-events.ts';
import type { AccountState } from './account-state.ts';
import { closeUnreported } from './password-rules.ts';

export const disableAccount = (
  { caller, reason, instances }: DisableAccount,
  state: AccountState,
): readonly AccountEvent[] => {
  insist(accountActsOf(state, caller).disable);
  return [{ type: 'account-disabled', data: { accountId: state.accountId, reason, instances } }];
};

export const enableAccount = ({ caller }: EnableAccount, state: AccountState): readonly AccountEvent[] => {
  insist(accountActsOf(state, caller).enable);
  return [{ type: 'account-enabled', data: { accountId: state.accountId } }];
};

export const endSessions = ({ kept }: EndSessions, { phase, accountId }: AccountState): readonly AccountEvent[] =>
  phase === 'active' ? [{ type: 'sessions-ended', data: { accountId, kept } }] : [];

export const requestErasure = (
  { erasureId, dueAt }: RequestErasure,
  { phase, accountId, erasure, begun }: AccountState,
): readonly AccountEvent[] => {
  if (phase !== 'active') {
    throw new DomainError('conflict', 'account-not-active', 'Only an account that is set up can be erased.');
  }
  if (begun.includes(erasureId)) return [];
  if (erasure !== undefined) {
    throw new DomainError(
      'conflict',
      'erasure-requested',
      'You asked for this already; the time to think is running.',
      {
        dueAt: erasure.dueAt,
      },
    );
  }
  return [{ type: 'erasure-requested', data: { accountId, erasureId, dueAt } }];
};

/** Nothing to withdraw is no harm; too late is. */
export const withdrawErasure = (
  { now }: WithdrawErasure,
  { phase, accountId, erasure }: AccountState,
): readonly AccountEvent[] => {
  if (phase === 'erasing' || phase === 'erased' || (erasure !== undefined && erasure.dueAt <= now)) {
    throw new DomainError('conflict', 'erasure-begun', 'It is too late: the account is being erased.');
  }
  return erasure === undefined
    ? []
    : [{ type: 'erasure-withdrawn', data: { accountId, erasureId: erasure.erasureId } }];
};

/**
 * Whoever thought better of it in the last moment keeps the account, also when they asked anew since: that erasure has its own
 * time. Said again after a crash, it changes nothing.
 */
export const beginErasure = ({ erasureId }: BeginErasure, state: AccountState): readonly AccountEvent[] =>
  state.erasure?.erasureId === erasureId
    ? [...closeUnreported(state), { type: 'erasure-begun', data: { accountId: state.accountId } }]
    : [];

/** Said again after a crash, it changes nothing. */
export const recordErased = ({ phase, accountId }: AccountState): readonly AccountEvent[] =>
  phase === 'erasing' ? [{ type: 'account-erased', data: { accountId } }] : [];

export const recordExport = ({ phase, accountId }: AccountState): readonly AccountEvent[] =>
  phase === 'active' ? [{ type: 'personal-data-exported', data: { accountId } }] : [];

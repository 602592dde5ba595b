import { allowed, barred, every } from '../kernel/act.ts';
import type { Act } from '../kernel/act.ts';
import type { Caller } from '../kernel/caller.ts';
import type { AccountPhase } from './account-state.ts';

/** Enough of an account to say who may do what: its state, or a row of a read model. */
export type AccountInView = Readonly<{ phase: AccountPhase; accountId: string; disabled: boolean }>;

export type AccountActs = Readonly<{ disable: Act; enable: Act; resendVerification: Act }>;

/** What this person may do to this account now, each with the reason when not. */
export const accountActsOf = (
  { phase, accountId, disabled }: AccountInView,
  caller: Pick<Caller, 'accountId' | 'roles'>,
): AccountActs => {
  const exists = (): Act =>
    phase === 'unknown' ? barred('not-found', 'account-unknown', 'There is no such account.') : allowed;
  const byAdmin = (): Act =>
    caller.roles.includes('admin')
      ? allowed
      : barred('forbidden', 'not-allowed', 'Only admins decide about accounts of others.', { needs: 'admin' });
  const active = (): Act =>
    phase === 'active'
      ? allowed
      : barred('conflict', 'account-not-active', 'The account is not in use.', { state: phase });
  const notOneself = (): Act =>
    caller.accountId === accountId
      ? barred('conflict', 'own-account', 'Nobody locks or unlocks their own account; ask another admin.')
      : allowed;
  const notDisabled = (): Act =>
    disabled ? barred('conflict', 'account-disabled', 'The account is disabled already.') : allowed;
  const isDisabled = (): Act =>
    disabled ? allowed : barred('conflict', 'account-not-disabled', 'The account is not disabled.');
  const waiting = (): Act =>
    phase === 'waiting'
      ? allowed
      : barred('conflict', 'sign-up-not-waiting', 'No sign-up waits for its e-mail address to be verified.', {
          state: phase,
        });
  return {
    disable: every(byAdmin, exists, active, notOneself, notDisabled),
    enable: every(byAdmin, exists, active, notOneself, isDisabled),
    resendVerification: every(byAdmin, exists, waiting),
  };
};

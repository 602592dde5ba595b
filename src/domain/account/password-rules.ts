import { DomainError } from '../kernel/domain-error.ts';
import type { BeginPasswordChange, RecordPasswordChanged, RecordPasswordChangeFailed } from './account-commands.ts';
import type { AccountEvent } from './account-events.ts';
import type { AccountState } from './account-state.ts';
import { linkFor } from './link-rules.ts';

const insistOnActive = ({ phase, disabled }: AccountState): void => {
  if (disabled) throw new DomainError('forbidden', 'account-disabled', 'The account is disabled.');
  if (phase !== 'active') {
    throw new DomainError(
      'conflict',
      'account-not-active',
      'The account is not set up, so it can have no password yet.',
    );
  }
};

/** Whoever set the password before this did not say what came of it, and now nobody will: it counts as failed. */
export const closeUnreported = ({ accountId, password }: AccountState): readonly AccountEvent[] =>
  password === undefined
    ? []
    : [
        {
          type: 'password-change-failed',
          data: { accountId, changeId: password.changeId, cause: 'It is not known whether the password was set.' },
        },
      ];

/**
 * Written before the directory is asked, so that nobody can say later that nothing was tried.
 * One at a time; one whose outcome nobody reported in time is over.
 */
export const beginPasswordChange = (command: BeginPasswordChange, state: AccountState): readonly AccountEvent[] => {
  const { changeId, by, now, until } = command;
  const linkId = command.tokenHash === undefined ? null : linkFor(state, command.by, command).linkId;
  insistOnActive(state);
  if (state.password?.changeId === changeId) return [];
  if (state.password !== undefined && state.password.until > now) {
    throw new DomainError('conflict', 'password-change-underway', 'The password is being changed already.');
  }
  return [
    ...closeUnreported(state),
    { type: 'password-change-begun', data: { accountId: state.accountId, changeId, by, linkId, until } },
  ];
};

export const recordPasswordChanged = (
  { changeId }: RecordPasswordChanged,
  { accountId, password }: AccountState,
): readonly AccountEvent[] =>
  password?.changeId === changeId
    ? [{ type: 'password-changed', data: { accountId, changeId, by: password.by, linkId: password.linkId } }]
    : [];

export const recordPasswordChangeFailed = (
  { changeId, cause }: RecordPasswordChangeFailed,
  { accountId, password }: AccountState,
): readonly AccountEvent[] =>
  password?.changeId === changeId ? [{ type: 'password-change-failed', data: { accountId, changeId, cause } }] : [];

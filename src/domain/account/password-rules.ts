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

type OpenChange = NonNullable<AccountState['password']>;

/**
 * Sessions end with the password that opened them, in the same decision: whoever has stolen it is out once the other one counts.
 * The first password of a sign-up replaces none.
 */
const endSessionsOf = (accountId: string, { by }: OpenChange, kept: string | null): readonly AccountEvent[] =>
  by === 'verification' ? [] : [{ type: 'sessions-ended', data: { accountId, kept } }];

/**
 * Whoever set the password before this did not say what came of it, and now nobody will: it counts as failed. Sessions end
 * as if it had been set, for it may have been.
 */
export const closeUnreported = ({ accountId, password }: AccountState): readonly AccountEvent[] =>
  password === undefined
    ? []
    : [
        {
          type: 'password-change-failed',
          data: { accountId, changeId: password.changeId, cause: 'It is not known whether the password was set.' },
        },
        ...endSessionsOf(accountId, password, null),
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
  { changeId, kept }: RecordPasswordChanged,
  { accountId, password }: AccountState,
): readonly AccountEvent[] =>
  password?.changeId === changeId
    ? [
        { type: 'password-changed', data: { accountId, changeId, by: password.by, linkId: password.linkId } },
        ...endSessionsOf(accountId, password, kept),
      ]
    : [];

export const recordPasswordChangeFailed = (
  { changeId, cause, unknown }: RecordPasswordChangeFailed,
  { accountId, password }: AccountState,
): readonly AccountEvent[] =>
  password?.changeId === changeId
    ? [
        { type: 'password-change-failed', data: { accountId, changeId, cause } },
        ...(unknown === undefined ? [] : endSessionsOf(accountId, password, unknown.kept)),
      ]
    : [];

import { DomainError } from '../kernel/domain-error.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type {
  ChooseDisplayName,
  RecordProfileChange,
  RecordProfileChangeRefused,
  RequestEmailChange,
  SubmitSshKey,
} from './account-commands.ts';
import type { AccountEvent } from './account-events.ts';
import type { AccountState } from './account-state.ts';
import { sameEmail } from './email-address.ts';
import { enoughLinks } from './link-rules.ts';
import type { ProfileChange } from './profile-state.ts';

const insistOnActive = ({ phase, disabled }: AccountState): void => {
  if (disabled) throw new DomainError('forbidden', 'account-disabled', 'The account is disabled.');
  if (phase !== 'active') {
    throw new DomainError('conflict', 'account-not-active', 'Only an account that is set up can be changed.');
  }
};

export const submitSshKey = (command: SubmitSshKey, state: AccountState): readonly AccountEvent[] => {
  insistOnActive(state);
  const { changeId, key, fingerprint, keyType } = command;
  if (state.begun.includes(changeId)) return [];
  return [{ type: 'ssh-key-submitted', data: { accountId: state.accountId, changeId, key, fingerprint, keyType } }];
};

export const requestSshKeyRemoval = (command: SubmitSshKey, state: AccountState): readonly AccountEvent[] => {
  insistOnActive(state);
  const { changeId, key, fingerprint, keyType } = command;
  if (state.begun.includes(changeId)) return [];
  return [
    { type: 'ssh-key-removal-requested', data: { accountId: state.accountId, changeId, key, fingerprint, keyType } },
  ];
};

export const chooseDisplayName = (
  { changeId, displayName }: ChooseDisplayName,
  state: AccountState,
): readonly AccountEvent[] => {
  insistOnActive(state);
  // The name of before is worth a wish while another one is under way.
  const settled = !state.changes.some((change) => change.kind === 'display-name');
  if (state.begun.includes(changeId) || (settled && state.particulars.displayName === displayName)) return [];
  return [{ type: 'display-name-chosen', data: { accountId: state.accountId, changeId, displayName } }];
};

/** A wish without a link would only take the place of one whose link is on its way. */
export const requestEmailChange = (
  { changeId, email, now }: RequestEmailChange,
  state: AccountState,
): readonly AccountEvent[] => {
  insistOnActive(state);
  if (state.begun.includes(changeId)) return [];
  if (sameEmail(email, state.particulars.email)) {
    throw new DomainError('invalid', 'email-unchanged', 'This is the address that the account has.');
  }
  if (enoughLinks(state, 'email-change', now)) {
    throw new DomainError(
      'conflict',
      'links-enough',
      'Three links to new addresses are on their way already; another can be sent once the oldest is an hour old.',
    );
  }
  return [{ type: 'email-change-requested', data: { accountId: state.accountId, changeId, email } }];
};

const outcomeOf = (change: ProfileChange, { accountId, particulars }: AccountState): AccountEvent => {
  const { changeId } = change;
  switch (change.kind) {
    case 'add-ssh-key': {
      const { fingerprint, keyType } = change;
      return { type: 'ssh-key-added', data: { accountId, changeId, fingerprint, keyType } };
    }
    case 'remove-ssh-key': {
      const { fingerprint, keyType } = change;
      return { type: 'ssh-key-removed', data: { accountId, changeId, fingerprint, keyType } };
    }
    case 'display-name':
      return { type: 'display-name-changed', data: { accountId, changeId, displayName: change.displayName } };
    case 'email':
      return {
        type: 'email-changed',
        // The directory may have been seen with the new address already, so what the account has now need not be the one before.
        data: { accountId, changeId, email: change.email, previous: change.previous ?? particulars.email },
      };
    default:
      return unreachable(change);
  }
};

/** Said again after a crash, it changes nothing: the wish is no longer open. */
export const recordProfileChange = (
  { changeId }: RecordProfileChange,
  state: AccountState,
): readonly AccountEvent[] => {
  const change = state.changes.find((candidate) => candidate.changeId === changeId);
  return change === undefined ? [] : [outcomeOf(change, state)];
};

export const recordProfileChangeRefused = (
  { changeId, cause }: RecordProfileChangeRefused,
  { accountId, changes }: AccountState,
): readonly AccountEvent[] =>
  changes.some((change) => change.changeId === changeId)
    ? [{ type: 'profile-change-refused', data: { accountId, changeId, cause } }]
    : [];

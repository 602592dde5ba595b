import type { Decider } from '../kernel/decider.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { AccountCommand, LinkAccount } from './account-commands.ts';
import type { AccountEvent } from './account-events.ts';
import { evolveAccount, initialAccountState } from './account-state.ts';
import type { AccountState } from './account-state.ts';
import { confirmEmailChange, issueLink, verifyEmail } from './link-rules.ts';
import { beginPasswordChange, recordPasswordChanged, recordPasswordChangeFailed } from './password-rules.ts';
import {
  chooseDisplayName,
  recordProfileChange,
  recordProfileChangeRefused,
  requestEmailChange,
  requestSshKeyRemoval,
  submitSshKey,
} from './profile-rules.ts';
import { giveUpActivation, lapse, noteSignUp, receiveSignUp, recordActivated, turnAway } from './sign-up-rules.ts';
import {
  beginErasure,
  disableAccount,
  enableAccount,
  endSessions,
  recordErased,
  recordExport,
  requestErasure,
  withdrawErasure,
} from './standing-rules.ts';

/**
 * Worth a line in the history only the first time, and when something changed. Whoever is still being set up becomes active when
 * that is done, and nobody comes back from an erasure.
 */
const linkAccount = (
  { accountId, username, email, displayName }: LinkAccount,
  { phase, particulars }: AccountState,
): readonly AccountEvent[] => {
  const unchanged =
    phase !== 'unknown' &&
    particulars.username === username &&
    particulars.email === email &&
    particulars.displayName === displayName;
  if (unchanged || phase === 'verified' || phase === 'erasing' || phase === 'erased') return [];
  return [{ type: 'account-linked', data: { accountId, username, email, displayName } }];
};

const decide = (command: AccountCommand, state: AccountState): readonly AccountEvent[] => {
  switch (command.type) {
    case 'link-account':
      return linkAccount(command, state);
    case 'receive-sign-up':
      return receiveSignUp(command, state);
    case 'turn-away':
      return turnAway(command, state);
    case 'note-sign-up':
      return noteSignUp(command, state);
    case 'issue-link':
      return issueLink(command, state);
    case 'verify-email':
      return verifyEmail(command, state);
    case 'record-activated':
      return recordActivated(state);
    case 'lapse':
      return lapse(state);
    case 'give-up-activation':
      return giveUpActivation(state);
    case 'begin-password-change':
      return beginPasswordChange(command, state);
    case 'record-password-changed':
      return recordPasswordChanged(command, state);
    case 'record-password-change-failed':
      return recordPasswordChangeFailed(command, state);
    case 'submit-ssh-key':
      return submitSshKey(command, state);
    case 'request-ssh-key-removal':
      return requestSshKeyRemoval(command, state);
    case 'choose-display-name':
      return chooseDisplayName(command, state);
    case 'request-email-change':
      return requestEmailChange(command, state);
    case 'confirm-email-change':
      return confirmEmailChange(command, state);
    case 'record-profile-change':
      return recordProfileChange(command, state);
    case 'record-profile-change-refused':
      return recordProfileChangeRefused(command, state);
    case 'disable-account':
      return disableAccount(command, state);
    case 'enable-account':
      return enableAccount(command, state);
    case 'end-sessions':
      return endSessions(command, state);
    case 'request-erasure':
      return requestErasure(command, state);
    case 'withdraw-erasure':
      return withdrawErasure(command, state);
    case 'begin-erasure':
      return beginErasure(command, state);
    case 'record-erased':
      return recordErased(state);
    case 'record-export':
      return recordExport(state);
    default:
      return unreachable(command);
  }
};

/** The rules of one account, from sign-up to erasure. */
export const accountDecider: Decider<AccountCommand, AccountState, AccountEvent> = {
  decide,
  evolve: evolveAccount,
  initialState: initialAccountState,
};

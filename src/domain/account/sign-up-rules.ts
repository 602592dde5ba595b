import { DomainError } from '../kernel/domain-error.ts';
import type { NoteSignUp, ReceiveSignUp, TurnAway } from './account-commands.ts';
import type { AccountEvent } from './account-events.ts';
import type { AccountState } from './account-state.ts';

/** Every sign-up is received alike, whoever the address belongs to: the answer tells nobody who has an account. */
export const receiveSignUp = (command: ReceiveSignUp, { phase }: AccountState): readonly AccountEvent[] => {
  if (phase !== 'unknown') {
    throw new DomainError('conflict', 'account-exists', 'This sign-up was received already.');
  }
  const { accountId, username, email, displayName, termsVersion, until } = command;
  return [{ type: 'sign-up-received', data: { accountId, username, email, displayName, termsVersion, until } }];
};

/** Said again after a crash, it changes nothing. */
export const turnAway = ({ because }: TurnAway, { phase, accountId }: AccountState): readonly AccountEvent[] =>
  phase === 'waiting' ? [{ type: 'sign-up-turned-away', data: { accountId, because } }] : [];

/** The owner is told at most once in a while, however often others try. */
export const noteSignUp = (
  { now, quietUntil }: NoteSignUp,
  { phase, accountId, signUpsQuietUntil }: AccountState,
): readonly AccountEvent[] =>
  phase === 'active' && signUpsQuietUntil <= now ? [{ type: 'sign-up-repeated', data: { accountId, quietUntil } }] : [];

/** Said again after a crash, it changes nothing. */
export const recordActivated = ({ phase, accountId }: AccountState): readonly AccountEvent[] =>
  phase === 'verified' ? [{ type: 'account-activated', data: { accountId } }] : [];

/** Whoever verified the address in the last moment keeps the account. */
export const lapse = ({ phase, accountId }: AccountState): readonly AccountEvent[] =>
  phase === 'waiting' ? [{ type: 'sign-up-lapsed', data: { accountId } }] : [];

/** Whoever got in meanwhile keeps the account. Said again after a crash, it changes nothing. */
export const giveUpActivation = ({ phase, accountId }: AccountState): readonly AccountEvent[] =>
  phase === 'verified' ? [{ type: 'sign-up-lapsed', data: { accountId } }] : [];

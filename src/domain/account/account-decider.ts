import type { Decider } from '../kernel/decider.ts';
import type { AccountEvent } from './account-events.ts';

/** Who a person is, as FreeIPA has it. */
export type Particulars = Readonly<{ username: string; email: string; displayName: string }>;

/** Someone from the directory signed in. */
type LinkAccount = Readonly<{ type: 'link-account'; accountId: string }> & Particulars;

export type AccountCommand = LinkAccount;

export type AccountState = Readonly<{ status: 'unknown' }> | (Readonly<{ status: 'linked' }> & Particulars);

/** Worth a line in the history only the first time, and when something changed. */
const linkAccount = (
  { accountId, username, email, displayName }: LinkAccount,
  state: AccountState,
): readonly AccountEvent[] => {
  const unchanged =
    state.status === 'linked' &&
    state.username === username &&
    state.email === email &&
    state.displayName === displayName;
  return unchanged ? [] : [{ type: 'account-linked', data: { accountId, username, email, displayName } }];
};

const evolve = (_state: AccountState, { data }: AccountEvent): AccountState => ({
  status: 'linked',
  username: data.username,
  email: data.email,
  displayName: data.displayName,
});

/** The rules of one account. */
export const accountDecider: Decider<AccountCommand, AccountState, AccountEvent> = {
  decide: linkAccount,
  evolve,
  initialState: { status: 'unknown' },
};

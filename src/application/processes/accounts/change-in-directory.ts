import type { AccountEvent } from '../../../domain/account/account-events.ts';
import { evolveAccount, initialAccountState } from '../../../domain/account/account-state.ts';
import type { Particulars } from '../../../domain/account/account-state.ts';
import { sameEmail } from '../../../domain/account/email-address.ts';
import { aboutTheSame, wishesIn } from '../../../domain/account/profile-state.ts';
import type { ProfileChange } from '../../../domain/account/profile-state.ts';
import { fold } from '../../../domain/kernel/decider.ts';
import { unreachable } from '../../../domain/kernel/unreachable.ts';
import type { StepFacts } from '../../../domain/process/process-events.ts';
import { DirectoryError } from '../../ports/directory.ts';
import type { Directory } from '../../ports/directory.ts';
import { accountStream } from '../../use-cases/accounts/load-account.ts';
import { StepFailure } from '../kernel/step-failure.ts';
import type { AccountDependencies } from './account-dependencies.ts';

type ChangeOfAccount = Readonly<{ accountId: string; changeId: string }>;

/**
 * Makes a wish come true in the directory, and looks again: where a newer wish about the same has taken its place, that one is
 * what the directory is left with, whichever was tried last.
 * @returns `refused` with the words of a refusal, which are for the person
 */
export const changeInDirectory = async (
  dependencies: AccountDependencies,
  ids: ChangeOfAccount,
): Promise<StepFacts> => {
  const { account, open } = await look(dependencies, ids);
  if (account.phase === 'active' && open !== undefined) {
    const facts = await orRefused(() => carryOut(dependencies.directory, account.particulars.username, open));
    if ((await look(dependencies, ids)).open !== undefined) return facts;
  }
  await giveWay(dependencies, ids);
  return {};
};

const look = async ({ log }: Pick<AccountDependencies, 'log'>, { accountId, changeId }: ChangeOfAccount) => {
  const { events } = await log.load<AccountEvent>(accountStream(accountId));
  const history = events.map(({ event }) => event);
  const account = fold(evolveAccount, initialAccountState, history);
  return { account, wishes: wishesIn(history), open: account.changes.find((change) => change.changeId === changeId) };
};

const carryOut = (directory: Directory, username: string, change: ProfileChange): Promise<void> => {
  switch (change.kind) {
    case 'add-ssh-key':
      return directory.addSshKey(username, change.key);
    case 'remove-ssh-key':
      return directory.removeSshKey(username, change.key);
    case 'display-name':
      return directory.setDisplayName(username, change.displayName);
    case 'email':
      return directory.setEmail(username, change.email);
    default:
      return unreachable(change);
  }
};

/** What FreeIPA will never accept is an answer for the person; whatever may pass is tried again. */
const refusalIn = (error: unknown): string | undefined =>
  error instanceof DirectoryError && ['rejected', 'conflict', 'absent'].includes(error.failure)
    ? error.message
    : undefined;

/** Runs a change of the directory; the words of a refusal are kept for the person. */
const orRefused = async (change: () => Promise<void>): Promise<StepFacts> => {
  try {
    await change();
    return {};
  } catch (error) {
    const refused = refusalIn(error);
    if (refused === undefined) throw error;
    return { refused };
  }
};

/** Takes a wish back that others have taken the place of, if the directory has heard of it; this try or an earlier one may have told it. */
const giveWay = async (dependencies: AccountDependencies, ids: ChangeOfAccount): Promise<void> => {
  const { directory } = dependencies;
  const { account, wishes } = await look(dependencies, ids);
  const overtaken = wishes.find(({ changeId }) => changeId === ids.changeId);
  if (account.phase !== 'active' || overtaken === undefined) return;
  const { username } = account.particulars;
  if ('fingerprint' in overtaken) {
    const newest = wishes.findLast((wish) => aboutTheSame(wish, overtaken)) ?? overtaken;
    await orRefused(() => carryOut(directory, username, newest));
    return;
  }
  const person = await directory.findByUsername(username);
  if (person === undefined || !isAs(person, overtaken) || isAs(account.particulars, overtaken)) return;
  if (account.changes.some((change) => aboutTheSame(change, overtaken) && isUnderway(change))) {
    throw new StepFailure('busy', 'A newer wish about the same is being carried out.');
  }
  if (overtaken.kind === 'email') await directory.setEmail(username, account.particulars.email);
  else await directory.setDisplayName(username, account.particulars.displayName);
};

/** An address that nobody has confirmed yet changes nothing. */
const isUnderway = (change: ProfileChange): boolean => change.kind !== 'email' || change.previous !== undefined;

const isAs = (
  { email, displayName }: Omit<Particulars, 'username'>,
  wish: Extract<ProfileChange, { kind: 'email' | 'display-name' }>,
): boolean => (wish.kind === 'email' ? sameEmail(wish.email, email) : wish.displayName === displayName);

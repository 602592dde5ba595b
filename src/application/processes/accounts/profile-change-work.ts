import { emailChange, profileChange } from '../../../domain/account/account-processes.ts';
import type { emailChangeSteps, profileChangeSteps } from '../../../domain/account/account-processes.ts';
import type { ProfileChange } from '../../../domain/account/profile-state.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { unreachable } from '../../../domain/kernel/unreachable.ts';
import { aggregateOf, turnOf } from '../../../domain/process/process-definition.ts';
import type { StepFacts } from '../../../domain/process/process-events.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import { DirectoryError } from '../../ports/directory.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import { releaseNames } from '../../use-cases/accounts/release-names.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';

type Ids = Readonly<{ accountId: string; changeId: string }>;

const idsOf = (call: StepCall): Ids => {
  const { subject } = call.process();
  return { accountId: aggregateOf(subject), changeId: turnOf(subject) };
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

const refusedBy = (call: StepCall, ...steps: readonly string[]): string | undefined => {
  for (const step of steps) {
    const refused = stepOf(call.process(), step)?.facts['refused'];
    if (typeof refused === 'string') return refused;
  }
  return undefined;
};

const openChange = async ({ log }: AccountDependencies, call: StepCall) => {
  const { accountId, changeId } = idsOf(call);
  const { particulars, changes } = await loadAccount(log, accountId);
  return { username: particulars.username, change: changes.find((candidate) => candidate.changeId === changeId) };
};

const changeDirectory = (
  { directory }: AccountDependencies,
  username: string,
  change: ProfileChange,
): Promise<void> => {
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

const inDirectory = (dependencies: AccountDependencies, before: readonly string[]): StepEffect => ({
  perform: async (call) => {
    const { username, change } = await openChange(dependencies, call);
    if (change === undefined || refusedBy(call, ...before) !== undefined) return {};
    return orRefused(() => changeDirectory(dependencies, username, change));
  },
});

const record = ({ log }: AccountDependencies, before: readonly string[]): StepEffect => ({
  perform: async (call) => {
    const { accountId, changeId } = idsOf(call);
    const cause = refusedBy(call, ...before);
    const command =
      cause === undefined
        ? ({ type: 'record-profile-change', changeId } as const)
        : ({ type: 'record-profile-change-refused', changeId, cause } as const);
    await onAccount(log, accountId, command, call.command());
    return {};
  },
});

/** SSH keys and names. */
export const profileChangeWork = (dependencies: AccountDependencies): ProcessWork => ({
  definition: profileChange,
  inputFor: () => Promise.resolve({}),
  effects: {
    'change-directory': inDirectory(dependencies, []),
    record: record(dependencies, ['change-directory']),
  } satisfies Record<(typeof profileChangeSteps)[number]['name'], StepEffect>,
});

/** An address that was verified: it is the account's alone before the directory learns of it. */
export const emailChangeWork = (dependencies: AccountDependencies): ProcessWork => {
  const { directory, reservations } = dependencies;
  const taken = 'The address belongs to another account.';

  const claimEmail: StepEffect = {
    perform: async (call) => {
      const { accountId } = idsOf(call);
      const { username, change } = await openChange(dependencies, call);
      if (change?.kind !== 'email') return {};
      const claim = { kind: 'email', value: change.email, holder: accountId } as const;
      try {
        await reservations.reserve([claim], call.command());
        await reservations.confirm(claim, call.command());
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'email-taken') throw error;
        return { refused: taken };
      }
      if ((await openChange(dependencies, call)).change === undefined) {
        // They are being erased since, and whoever releases their names may have been here already.
        await reservations.release(claim, call.command());
        return {};
      }
      const [user, staged] = await Promise.all([
        directory.findByEmail(change.email),
        directory.findStagedByEmail(change.email),
      ]);
      const theirs = staged !== undefined || (user !== undefined && user.username !== username);
      return theirs ? { refused: taken } : {};
    },
  };

  /** Whatever came of it, one address is not the account's: the one before, or the one that was wished for. */
  const releaseEmail: StepEffect = {
    perform: async (call) => {
      await releaseNames(dependencies, idsOf(call).accountId, call.command);
      return {};
    },
  };

  return {
    definition: emailChange,
    inputFor: () => Promise.resolve({}),
    effects: {
      'claim-email': claimEmail,
      'change-directory': inDirectory(dependencies, ['claim-email']),
      record: record(dependencies, ['claim-email', 'change-directory']),
      'release-email': releaseEmail,
    } satisfies Record<(typeof emailChangeSteps)[number]['name'], StepEffect>,
  };
};

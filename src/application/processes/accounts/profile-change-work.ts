import { emailChange, profileChange } from '../../../domain/account/account-processes.ts';
import type { emailChangeSteps, profileChangeSteps } from '../../../domain/account/account-processes.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { aggregateOf, turnOf } from '../../../domain/process/process-definition.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import { releaseNames } from '../../use-cases/accounts/release-names.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';
import { changeInDirectory } from './change-in-directory.ts';

type Ids = Readonly<{ accountId: string; changeId: string }>;

const idsOf = (call: StepCall): Ids => {
  const { subject } = call.process();
  return { accountId: aggregateOf(subject), changeId: turnOf(subject) };
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
  const { phase, particulars, changes } = await loadAccount(log, accountId);
  return { phase, username: particulars.username, change: changes.find((wish) => wish.changeId === changeId) };
};

const inDirectory = (dependencies: AccountDependencies, before: readonly string[]): StepEffect => ({
  perform: async (call) =>
    refusedBy(call, ...before) === undefined ? changeInDirectory(dependencies, idsOf(call)) : {},
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
      if ((await openChange(dependencies, call)).phase !== 'active') {
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

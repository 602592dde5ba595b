import { signUp } from '../../../domain/account/account-processes.ts';
import type { signUpSteps } from '../../../domain/account/account-processes.ts';
import type { AccountState } from '../../../domain/account/account-state.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import { onAccount } from '../../use-cases/accounts/on-account.ts';
import { releaseNames } from '../../use-cases/accounts/release-names.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';
import { personOfAddress } from './person-of-address.ts';

/** After being told of a sign-up with their address, nobody is told of another one for this long. */
const quietMilliseconds = 60 * 60_000;

export type SignUpDependencies = Pick<
  AccountDependencies,
  'log' | 'directory' | 'reservations' | 'accountIdOf' | 'linkAccount' | 'issueLink' | 'keyVault'
>;

/** From a sign-up to a link in the mail; or, when the address is known, to a note to its owner alone. */
export const signUpWork = (dependencies: SignUpDependencies): ProcessWork => {
  const { log, directory, reservations, issueLink, keyVault } = dependencies;
  const people = personOfAddress(dependencies);
  const load = (call: StepCall): Promise<AccountState> => loadAccount(log, call.process().subject);

  /** Whether a person has the address already in the directory; the sign-up's own traces do not count. */
  const isRegistered = async ({ accountId, particulars }: AccountState): Promise<boolean> => {
    const [holder, staged] = await Promise.all([
      people.find(particulars.email),
      directory.findStagedByEmail(particulars.email),
    ]);
    if (holder === 'several') return true;
    return [holder, staged].some((entry) => entry !== undefined && entry.madeFor !== accountId);
  };

  /** The owner of the address, and nobody else, learns of the sign-up. */
  const tellOwner = async (email: string, call: StepCall): Promise<void> => {
    const owner = await people.find(email);
    if (owner === undefined || owner === 'several' || owner.disabled) return;
    const quietUntil = new Date(Date.parse(call.now()) + quietMilliseconds).toISOString();
    const note = { type: 'note-sign-up', now: call.now(), quietUntil } as const;
    await onAccount(log, await people.link(owner, call), note, call.command());
  };

  /** @returns who holds the address instead */
  const claimEmail = async ({ accountId, particulars }: AccountState, call: StepCall): Promise<string | undefined> => {
    const claim = { kind: 'email', value: particulars.email, holder: accountId } as const;
    try {
      await reservations.reserve([claim], call.command());
      await reservations.confirm(claim, call.command());
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return (await reservations.holderOf(claim, call.now())) ?? 'nobody any more';
    }
  };

  const effects = {
    'claim-email': {
      perform: async (call) => {
        const account = await load(call);
        if (account.phase !== 'waiting') return {};
        const { accountId, particulars, signUpUntil } = account;
        const username = { kind: 'username', value: particulars.username, holder: accountId } as const;
        // As long as any sign-up holds its name: whether this one is turned away can not be told from outside.
        await reservations.reserve([username], call.command(), signUpUntil);
        const holder = await claimEmail(account, call);
        if (holder !== undefined && (await loadAccount(log, holder)).phase === 'waiting') {
          // Most likely the same person: the first sign-up gets another link instead of a rival.
          await issueLink(
            { accountId: holder, purpose: 'verification', linkId: derivedId(accountId, 'link for the earlier one') },
            call.command(),
          );
          await onAccount(log, accountId, { type: 'turn-away', because: 'waiting' }, call.command());
        } else if (holder !== undefined || (await isRegistered(account))) {
          await reservations.release({ kind: 'email', value: particulars.email, holder: accountId }, call.command());
          await tellOwner(particulars.email, call);
          await onAccount(log, accountId, { type: 'turn-away', because: 'registered' }, call.command());
        } else {
          await reservations.confirm(username, call.command());
        }
        return {};
      },
      undo: async (call) => {
        const { accountId } = await load(call);
        await onAccount(log, accountId, { type: 'lapse' }, call.command());
        await releaseNames(dependencies, accountId, call.command);
        await keyVault.destroy(accountId);
      },
    },
    'stage-user': {
      perform: async (call) => {
        const { phase, accountId, particulars } = await load(call);
        if (phase === 'waiting') await directory.stage({ accountId, ...particulars });
        return {};
      },
      undo: async (call) => {
        const { phase, accountId, particulars } = await load(call);
        if (phase === 'waiting') await directory.unstage({ accountId, username: particulars.username });
      },
    },
    'send-link': {
      perform: async (call) => {
        const { phase, accountId } = await load(call);
        if (phase === 'waiting') {
          await issueLink(
            { accountId, purpose: 'verification', linkId: derivedId(accountId, 'first link') },
            call.command(),
          );
        }
        return {};
      },
    },
    // What somebody typed who did not get an account is nobody's business any more; their name becomes free by itself.
    'forget-turned-away': {
      perform: async (call) => {
        const { phase, accountId } = await load(call);
        if (phase === 'turned-away') await keyVault.destroy(accountId);
        return {};
      },
    },
  } satisfies Record<(typeof signUpSteps)[number]['name'], StepEffect>;

  return { definition: signUp, inputFor: () => Promise.resolve({}), effects };
};

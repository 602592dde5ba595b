import { passwordReset } from '../../../domain/account/account-processes.ts';
import type { passwordResetSteps } from '../../../domain/account/account-processes.ts';
import type { PasswordResetRequested } from '../../../domain/password-reset/password-reset-events.ts';
import { erased } from '../../../domain/personal-data.ts';
import { derivedId } from '../../command-handling/derived-id.ts';
import { resetRequestStream } from '../../use-cases/accounts/password-reset.ts';
import { loadAccount } from '../../use-cases/accounts/load-account.ts';
import type { ProcessWork, StepCall, StepEffect } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';
import { personOfAddress } from './person-of-address.ts';

/**
 * Finds out whose address was given, and sends them a link. Nobody else learns what was found: not the person who asked,
 * and not the history, which forgets the address at the end.
 */
export const passwordResetWork = (dependencies: AccountDependencies): ProcessWork => {
  const { log, reservations, issueLink, keyVault } = dependencies;
  const people = personOfAddress(dependencies);

  const addressOf = async (requestId: string): Promise<string | undefined> => {
    const { events } = await log.load<PasswordResetRequested>(resetRequestStream(requestId));
    const email = events[0]?.event.data.email;
    return email === erased ? undefined : email;
  };

  const issueFor = async (email: string, call: StepCall): Promise<void> => {
    const { subject: requestId } = call.process();
    const person = await people.find(email);
    if (person === 'several') return;
    if (person !== undefined) {
      if (person.disabled) return;
      const accountId = await people.link(person, call);
      const link = { accountId, purpose: 'password-reset', linkId: derivedId(requestId, 'link') } as const;
      await issueLink(link, call.command());
      return;
    }
    const waiting = await reservations.holderOf({ kind: 'email', value: email }, call.now());
    if (waiting === undefined || (await loadAccount(log, waiting)).phase !== 'waiting') return;
    // Whoever forgot that they never verified their address is helped by doing so.
    const link = { accountId: waiting, purpose: 'verification', linkId: derivedId(requestId, 'link') } as const;
    await issueLink(link, call.command());
  };

  const effects = {
    'issue-link': {
      perform: async (call) => {
        const email = await addressOf(call.process().subject);
        if (email !== undefined) await issueFor(email, call);
        return {};
      },
    },
    'forget-address': {
      perform: async (call) => {
        await keyVault.destroy(call.process().subject);
        return {};
      },
    },
  } satisfies Record<(typeof passwordResetSteps)[number]['name'], StepEffect>;

  return { definition: passwordReset, inputFor: () => Promise.resolve({}), effects };
};

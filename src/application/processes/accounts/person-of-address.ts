import { DirectoryError } from '../../ports/directory.ts';
import type { Person } from '../../ports/directory.ts';
import type { StepCall } from '../kernel/step-effect.ts';
import type { AccountDependencies } from './account-dependencies.ts';

/** Whose an address is: `several` people's is nobody's to act upon. */
export type AddressHolder = Person | 'several' | undefined;

/** Finds people by their address, and makes sure that our history knows whom it found. */
export const personOfAddress = ({
  directory,
  accountIdOf,
  linkAccount,
}: Pick<AccountDependencies, 'directory' | 'accountIdOf' | 'linkAccount'>) => ({
  find: async (email: string): Promise<AddressHolder> => {
    try {
      return await directory.findByEmail(email);
    } catch (error) {
      if (!(error instanceof DirectoryError) || error.failure !== 'ambiguous') throw error;
      return 'several';
    }
  },
  /** @returns the id of their account */
  link: async (person: Person, call: StepCall): Promise<string> => {
    const { username, email, displayName } = person;
    const accountId = await accountIdOf(person, call.now());
    await linkAccount({ accountId, username, email, displayName }, call.command());
    return accountId;
  },
});

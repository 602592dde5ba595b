import { randomUUID } from 'node:crypto';
import type { Clock } from '../../application/ports/clock.ts';
import type { UseCases } from '../../application/use-cases/use-cases.ts';
import { createPersonFinder } from '../http/person-finder.ts';
import type { PersonFinder, PersonFinderOptions } from '../http/person-finder.ts';

type PersonFinderParts = Pick<PersonFinderOptions, 'directory' | 'groupsOfRoles' | 'log'> &
  Readonly<{ accounts: Pick<UseCases['accounts'], 'accountIdOf' | 'linkAccount'>; clock: Clock }>;

/** Finds whoever signs in: in the directory, under the id that our history has for them. */
export const personFinderOf = ({ accounts, clock, ...options }: PersonFinderParts): PersonFinder => {
  const { accountIdOf, linkAccount } = accounts;
  return createPersonFinder({
    ...options,
    accountIdOf: (person) => accountIdOf(person, clock()),
    link: ({ id, username, email, displayName }, roles) => {
      const commandId = randomUUID();
      const actor = { type: 'account', id, roles } as const;
      const context = {
        commandId,
        correlationId: commandId,
        actor,
        source: { channel: 'http' },
        now: clock(),
      } as const;
      return linkAccount({ accountId: id, username, email, displayName }, context);
    },
  });
};

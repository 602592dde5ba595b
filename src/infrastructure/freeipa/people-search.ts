import { DirectoryError } from '../../application/ports/directory.ts';
import type { Directory } from '../../application/ports/directory.ts';
import { isIpaError } from './freeipa-error.ts';
import type { FreeIpaServers } from './freeipa-servers.ts';
import { lookUpName } from './name-lookup.ts';
import {
  found,
  hasEmail,
  parseReply,
  shown,
  stagedFound,
  stagedShown,
  toPerson,
  toStagedPerson,
} from './user-entry.ts';
import type { UserEntry } from './user-entry.ts';

type PeopleSearch = Pick<
  Directory,
  'findByEmail' | 'findByUsername' | 'findStagedByEmail' | 'findStagedByUsername' | 'nameHolder'
>;

export const createPeopleSearch = (servers: FreeIpaServers): PeopleSearch => {
  /** Everything that `all` shows of whoever has an address. */
  const find = (command: 'user_find' | 'stageuser_find', email: string): Promise<unknown> =>
    servers.command(command, [], {
      mail: email,
      all: true,
      // By default a search leaves the groups out.
      no_members: false,
      // Two are enough to know that it is not one.
      sizelimit: 2,
    });

  /** What a command shows of a name; undefined when nobody has it. */
  const show = async (command: 'user_show' | 'stageuser_show', username: string): Promise<unknown> => {
    try {
      return await servers.command(command, [username], { all: true });
    } catch (error) {
      if (isIpaError(error, 'notFound')) return undefined;
      throw error;
    }
  };

  return {
    findByEmail: async (email) => {
      if (email.trim() === '') return undefined;
      const { result } = parseReply(found, await find('user_find', email), 'user_find');
      const entry = onlyOne(result, email);
      return entry === undefined ? undefined : toPerson(entry);
    },

    findByUsername: async (username) => {
      if (username.trim() === '') return undefined;
      const reply = await show('user_show', username);
      if (reply === undefined) return undefined;
      const { result } = parseReply(shown, reply, 'user_show');
      // Deleted users are shown too when their entries are kept.
      return result.preserved ? undefined : toPerson(result);
    },

    findStagedByEmail: async (email) => {
      if (email.trim() === '') return undefined;
      const { result } = parseReply(stagedFound, await find('stageuser_find', email), 'stageuser_find');
      const entry = onlyOne(result, email);
      return entry === undefined ? undefined : toStagedPerson(entry);
    },

    findStagedByUsername: async (username) => {
      if (username.trim() === '') return undefined;
      const reply = await show('stageuser_show', username);
      return reply === undefined ? undefined : toStagedPerson(parseReply(stagedShown, reply, 'stageuser_show').result);
    },

    nameHolder: async (name) => {
      if (name.trim() === '') return undefined;
      const { user, staged, group } = await servers.onOne((server) => lookUpName(server, name));
      if (user !== undefined) return user.preserved ? 'preserved' : 'user';
      if (staged !== undefined) return 'staged';
      return group ? 'group' : undefined;
    },
  };
};

/** The server is asked for an exact match; an account must never depend on how a server reads that. */
const onlyOne = <Entry extends Pick<UserEntry, 'mail'>>(
  entries: readonly Entry[],
  email: string,
): Entry | undefined => {
  const matching = entries.filter((entry) => hasEmail(entry, email));
  if (matching.length > 1) {
    throw new DirectoryError('ambiguous', 'several people in FreeIPA have this e-mail address');
  }
  return matching[0];
};

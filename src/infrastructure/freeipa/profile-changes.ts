import { z } from 'zod';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { Directory } from '../../application/ports/directory.ts';
import { isIpaError } from './freeipa-error.ts';
import type { FreeIpaServers } from './freeipa-servers.ts';
import { maskedWords } from './masked-words.ts';
import { personNames } from './person-names.ts';
import { parseReply } from './user-entry.ts';

type ProfileChanges = Pick<Directory, 'setEmail' | 'setDisplayName' | 'setDisabled' | 'joinGroups'>;

/** FreeIPA itself leaves alone what is as it should be, and says so with an error of its own. */
export const createProfileChanges = (servers: FreeIpaServers): ProfileChanges => {
  const modify = async (username: string, attributes: Readonly<Record<string, unknown>>): Promise<void> => {
    try {
      await servers.command('user_mod', [username], attributes);
    } catch (error) {
      if (!isIpaError(error, 'emptyModlist')) throw error;
    }
  };

  return {
    setEmail: (username, email) => modify(username, { mail: email }),

    setDisplayName: (username, displayName) => modify(username, personNames(displayName)),

    setDisabled: async (username, disabled) => {
      try {
        await servers.command(disabled ? 'user_disable' : 'user_enable', [username], {});
      } catch (error) {
        if (!isIpaError(error, disabled ? 'alreadyInactive' : 'alreadyActive')) throw error;
      }
    },

    joinGroups: async (username, groups) => {
      for (const group of groups) await joinGroup(servers, username, group);
    },
  };
};

/** What `group_add_member` did not do is no error of the command: it is listed with FreeIPA's reasons. */
const added = z.object({
  failed: z.object({ member: z.object({ user: z.array(z.tuple([z.string(), z.string()])).default([]) }) }),
});

const joinGroup = async (servers: FreeIpaServers, username: string, group: string): Promise<void> => {
  let reply: unknown;
  try {
    // A group may have thousands of members, of which we need none.
    reply = await servers.command('group_add_member', [group], { user: [username], no_members: true });
  } catch (error) {
    if (isIpaError(error, 'notFound')) throw new DirectoryError('absent', `FreeIPA has no group ${group}`);
    throw error;
  }
  const [failure] = parseReply(added, reply, 'group_add_member').failed.member.user;
  const reason = failure?.[1];
  if (reason === undefined || reason === 'This entry is already a member') return;
  if (reason === 'no such entry') throw new DirectoryError('absent', 'FreeIPA has no such user');
  const denied = reason.startsWith('Insufficient access');
  throw new DirectoryError(denied ? 'denied' : 'rejected', `FreeIPA: ${maskedWords(reason, [username, group])}`);
};

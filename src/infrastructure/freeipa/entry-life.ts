import { DirectoryError } from '../../application/ports/directory.ts';
import type { Directory, Person } from '../../application/ports/directory.ts';
import { accountOf, markOf } from './account-mark.ts';
import { removeEntry } from './entry-removal.ts';
import { isIpaError } from './freeipa-error.ts';
import type { FreeIpaOptions } from './freeipa-options.ts';
import type { FreeIpaServer } from './freeipa-server.ts';
import type { FreeIpaServers } from './freeipa-servers.ts';
import { lookUpName } from './name-lookup.ts';
import { personNames } from './person-names.ts';
import { parseReply, shown, toPerson } from './user-entry.ts';
import type { StagedEntry, UserEntry } from './user-entry.ts';

type EntryLife = Pick<Directory, 'stage' | 'activate' | 'unstage' | 'remove'>;

/** How entries come and go. */
export const createEntryLife = (
  servers: FreeIpaServers,
  { homeDirectories, loginShell }: Pick<FreeIpaOptions, 'homeDirectories' | 'loginShell'>,
): EntryLife => ({
  stage: ({ accountId, username, email, displayName }) =>
    lookAndAct(servers, async (server) => {
      const { user, staged, group } = await lookUpName(server, username);
      if (isActive(user) && isOf(user, accountId)) return;
      // A group counts: at the activation FreeIPA makes a private group of the user's name.
      if (user !== undefined || (staged === undefined && group)) throw taken();
      if (staged !== undefined) {
        if (isOf(staged, accountId)) return;
        throw taken();
      }
      await server.command('stageuser_add', [username], {
        ...personNames(displayName),
        mail: email,
        homedirectory: `${homeDirectories}/${username}`,
        loginshell: loginShell,
        userclass: markOf(accountId),
      });
    }),

  activate: ({ accountId, username }) =>
    lookAndAct(servers, async (server) => {
      const { user, staged, group } = await lookUpName(server, username);
      if (isActive(user) && isOf(user, accountId)) return toPerson(user);
      if (user !== undefined) throw taken();
      if (staged === undefined) throw new DirectoryError('absent', 'FreeIPA has no such staged entry');
      if (!isOf(staged, accountId) || group) throw taken();
      const reply = await server.command('stageuser_activate', [username], { all: true });
      return markedPerson(server, accountId, parseReply(shown, reply, 'stageuser_activate').result);
    }),

  unstage: ({ accountId, username }) =>
    lookAndAct(servers, async (server) => {
      const { staged } = await lookUpName(server, username);
      if (staged === undefined) return;
      if (!isOf(staged, accountId)) throw taken();
      await server.command('stageuser_del', [username], {});
    }),

  remove: (person) => lookAndAct(servers, (server) => removeEntry(server, person)),
});

/**
 * Looks at what is there and acts on it. What others did between our look and our act FreeIPA reports as an entry that is there
 * already or there no longer: a second look then tells what it means.
 */
const lookAndAct = <Result>(
  servers: FreeIpaServers,
  work: (server: FreeIpaServer) => Promise<Result>,
): Promise<Result> =>
  servers.onOne(async (server) => {
    try {
      return await work(server);
    } catch (error) {
      if (!isIpaError(error, 'notFound', 'duplicateEntry', 'managedGroupExistsError', 'midairCollision')) throw error;
      return work(server);
    }
  });

/** A user has the class of its staged entry; without it a repeat would not know its own work. */
const markedPerson = async (server: FreeIpaServer, accountId: string, user: UserEntry): Promise<Person> => {
  if (isOf(user, accountId)) return toPerson(user);
  const mark = { addattr: `userclass=${markOf(accountId)}`, all: true };
  const reply = await server.command('user_mod', [user.uid], mark);
  return toPerson(parseReply(shown, reply, 'user_mod').result);
};

const isActive = (user: UserEntry | undefined): user is UserEntry => user !== undefined && !user.preserved;

const isOf = (entry: Pick<StagedEntry, 'userclass'>, accountId: string): boolean =>
  accountOf(entry.userclass) === accountId;

const taken = (): DirectoryError =>
  new DirectoryError('conflict', 'the name belongs to somebody or something else in FreeIPA');

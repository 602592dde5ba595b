import { DirectoryError } from '../../application/ports/directory.ts';
import type { FreeIpaServer } from './freeipa-server.ts';
import { parseReply, shown } from './user-entry.ts';
import type { UserEntry } from './user-entry.ts';

/** The user of this name. @throws DirectoryError `absent`, also for a deleted user whose entry is kept */
export const activeUser = async (server: FreeIpaServer, username: string): Promise<UserEntry> => {
  const reply = await server.command('user_show', [username], { all: true });
  const { result } = parseReply(shown, reply, 'user_show');
  if (result.preserved) throw new DirectoryError('absent', 'FreeIPA has deleted this user and kept the entry');
  return result;
};

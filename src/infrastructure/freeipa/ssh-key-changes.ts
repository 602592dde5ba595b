import type { Directory } from '../../application/ports/directory.ts';
import { isIpaError } from './freeipa-error.ts';
import type { FreeIpaServer } from './freeipa-server.ts';
import type { FreeIpaServers } from './freeipa-servers.ts';
import { activeUser } from './present-user.ts';

type SshKeyChanges = Pick<Directory, 'addSshKey' | 'removeSshKey'>;

/** Single values are added and taken away, so that of two changes at once neither undoes the other. */
export const createSshKeyChanges = (servers: FreeIpaServers): SshKeyChanges => ({
  addSshKey: (username, key) =>
    servers.onOne(async (server) => {
      const { ipasshpubkey } = await activeUser(server, username);
      if (ipasshpubkey.some((stored) => isSameKey(stored, key))) return;
      try {
        await server.command('user_mod', [username], { addattr: `ipasshpubkey=${key.trim()}` });
      } catch (error) {
        // Somebody else was faster.
        if (!isIpaError(error, 'emptyModlist')) throw error;
      }
    }),

  removeSshKey: (username, key) =>
    servers.onOne(async (server) => {
      try {
        await removeStored(server, username, key);
      } catch (error) {
        // What somebody else has removed meanwhile FreeIPA does not find; a second look sees that it is gone.
        if (!isIpaError(error, 'attrValueNotFound', 'validationError', 'midairCollision', 'emptyModlist')) throw error;
        await removeStored(server, username, key);
      }
    }),
});

/** FreeIPA takes a value away only by its exact text, comment and all. */
const removeStored = async (server: FreeIpaServer, username: string, key: string): Promise<void> => {
  const { ipasshpubkey } = await activeUser(server, username);
  const stored = ipasshpubkey.filter((value) => isSameKey(value, key));
  if (stored.length === 0) return;
  await server.command('user_mod', [username], { delattr: stored.map((value) => `ipasshpubkey=${value}`) });
};

/** Type and blob count; what stands before (options) and after (a comment) does not. */
const isSameKey = (stored: string, key: string): boolean => {
  const [type, blob] = key.trim().split(/\s+/);
  const words = stored.trim().split(/\s+/);
  return type !== undefined && blob !== undefined && words.some((word, at) => word === type && words[at + 1] === blob);
};

import { randomBytes } from 'node:crypto';
import { DirectoryError } from '../../application/ports/directory.ts';
import type { Directory } from '../../application/ports/directory.ts';
import type { FreeIpaServer } from './freeipa-server.ts';
import type { FreeIpaServers } from './freeipa-servers.ts';
import { activeUser } from './present-user.ts';
import type { UserEntry } from './user-entry.ts';

type PasswordSetting = Pick<Directory, 'setPassword' | 'changePassword'>;

export const createPasswordSetting = (servers: FreeIpaServers): PasswordSetting => ({
  /**
   * What an administrator sets has expired as it is set and is held against no policy. So we set one that nobody knows, and change
   * it at once to the chosen one as its owner would. After a refusal by the policy the first is left: nobody can sign in
   * with a password until another is set.
   */
  setPassword: (username, password) =>
    servers.onOne(async (server) => {
      refuseEmpty(password);
      if (await isInForce(server, await activeUser(server, username), password)) return;
      const interim = interimPassword();
      await server.command('user_mod', [username], { userpassword: interim });
      const change = await server.changePassword(username, interim, password);
      switch (change.result) {
        case 'ok':
          return;
        case 'policy-error':
          throw new DirectoryError('password-refused', change.words);
        case 'invalid-password':
          throw new DirectoryError('rejected', 'FreeIPA does not take the password that it was given a moment ago');
        case 'error':
          throw await refusalToLetIn(server, username, interim);
      }
    }),

  changePassword: (username, current, password) =>
    servers.onOne(async (server) => {
      refuseEmpty(password);
      if (current === '') throw wrongPassword();
      const change = await server.changePassword(username, current, password);
      switch (change.result) {
        case 'ok':
          return;
        case 'policy-error':
          throw new DirectoryError('password-refused', change.words);
        case 'invalid-password':
          // The current one does not fit any more when this is the repeat of a change whose answer was lost.
          if (await isInForce(server, await activeUser(server, username), password)) return;
          throw wrongPassword();
        case 'error':
          throw await refusalToLetIn(server, username, current);
      }
    }),
});

/** FreeIPA takes an empty field of a form for one that is missing. */
const refuseEmpty = (password: string): void => {
  if (password === '') throw new DirectoryError('password-refused', 'A password cannot be empty');
};

const wrongPassword = (): DirectoryError => new DirectoryError('wrong-password', 'the current password is another one');

/** A repeat comes within a day; without this bound every wrong password would count twice against its owner. */
const repeatWithin = 86_400_000;

/** True when this password has been set lately and opens the account: then there is nothing to do. */
const isInForce = async (server: FreeIpaServer, user: UserEntry, password: string): Promise<boolean> => {
  const [changed] = user.krblastpwdchange;
  if (changed === undefined || Date.now() - timeOf(changed.__datetime__) > repeatWithin) return false;
  return (await server.tryPassword(user.uid, password)) === 'accepted';
};

/** @param generalized `20261125093000Z` @returns milliseconds since 1970 */
const timeOf = (generalized: string): number =>
  Date.parse(generalized.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:$6Z'));

/**
 * Why a change of password ended in an error: FreeIPA says the same of an account that is locked or disabled and of an LDAP
 * server that does not answer. The log-in form tells them apart.
 */
const refusalToLetIn = async (server: FreeIpaServer, username: string, password: string): Promise<DirectoryError> => {
  const user = await activeUser(server, username);
  if (user.nsaccountlock) return new DirectoryError('rejected', 'the account is disabled in FreeIPA');
  return (await server.tryPassword(username, password)) === 'user-locked'
    ? new DirectoryError('locked', 'FreeIPA takes no password of this account for a while')
    : new DirectoryError('unreachable', `${server.url} cannot change passwords just now`);
};

/** Of every class of characters that a policy may ask for, with 240 random bits. */
const interimPassword = (): string => `Aa1-${randomBytes(30).toString('base64url')}`;

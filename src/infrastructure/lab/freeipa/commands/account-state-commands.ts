import { demandRight } from '../access-rights.ts';
import { withUser } from '../ipa-entries.ts';
import type { IpaUser } from '../ipa-entries.ts';
import { alreadyActive, alreadyInactive, notFound } from '../ipa-error.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import type { CommandSignature, IpaArguments } from '../ipa-parameters.ts';
import { userDn } from '../ipa-rendering.ts';
import type { CommandContext, EntryReply, IpaCommand } from './command.ts';
import { checkNotLastAdmin } from './user-commands.ts';

const signature: CommandSignature = {
  arguments: [{ name: 'login', required: true }],
  options: { version: 'text' },
};

const change = (
  given: IpaArguments,
  { database, caller }: CommandContext,
  attribute: string,
  update: (user: IpaUser) => IpaUser,
  done: string,
): EntryReply => {
  const uid = given.subject ?? '';
  const before = database.read();
  const user = before.users[uid];
  if (user === undefined) throw notFound('user', uid);
  demandRight(before, caller, { right: 'write', dn: userDn('users', uid), attribute });
  const changed = update(user);
  database.change((content) => withUser(content, 'users', uid, changed));
  return { result: true, value: uid, summary: `${done} "${uid}"` };
};

export const userDisable: IpaCommand = {
  signature,
  run: (given, context) =>
    change(
      given,
      context,
      'nsaccountlock',
      (user) => {
        checkNotLastAdmin(context.database.read(), given.subject ?? '');
        if (user.disabled) throw alreadyInactive();
        return { ...user, disabled: true };
      },
      'Disabled user account',
    ),
};

export const userEnable: IpaCommand = {
  signature,
  run: (given, context) =>
    change(
      given,
      context,
      'nsaccountlock',
      (user) => {
        if (!user.disabled) throw alreadyActive();
        return { ...user, disabled: false };
      },
      'Enabled user account',
    ),
};

export const userUnlock: IpaCommand = {
  signature,
  run: (given, context) =>
    change(
      given,
      context,
      'krbloginfailedcount',
      (user) => ({ ...user, failedLogins: 0, lastFailedLoginAt: undefined }),
      'Unlocked account',
    ),
};

export const userStatus: IpaCommand = {
  signature: { arguments: [{ name: 'login', required: true }], options: retrievalOptions },
  run: (given, { database }) => {
    const uid = given.subject ?? '';
    const user = database.read().users[uid];
    if (user === undefined) throw notFound('user', uid);
    const seconds = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+/, '');
    const status = {
      dn: userDn('users', uid),
      krblastsuccessfulauth: ['N/A'],
      krblastfailedauth: [user.lastFailedLoginAt === undefined ? 'N/A' : seconds(user.lastFailedLoginAt)],
      krbloginfailedcount: [String(user.failedLogins)],
      server: 'localhost',
      now: seconds(Date.now()),
    };
    return {
      result: [status],
      count: 1,
      truncated: false,
      summary: `Account disabled: ${user.disabled ? 'True' : 'False'}`,
    };
  },
};

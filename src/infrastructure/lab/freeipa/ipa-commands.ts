import { userDisable, userEnable, userStatus, userUnlock } from './commands/account-state-commands.ts';
import { batchOf } from './commands/batch-command.ts';
import type { CommandContext, IpaCommand } from './commands/command.ts';
import { groupAdd, groupDel, groupFind, groupShow } from './commands/group-commands.ts';
import { groupAddMember, groupRemoveMember } from './commands/group-member-commands.ts';
import { passwd, passwordPolicyShow } from './commands/password-commands.ts';
import { configShow, env, ping, sessionLogout, whoami } from './commands/server-commands.ts';
import {
  stagedUserActivate,
  stagedUserAdd,
  stagedUserDel,
  stagedUserMod,
  stagedUserShow,
} from './commands/staged-user-commands.ts';
import { userAdd, userDel, userMod, userShow, userUndel } from './commands/user-commands.ts';
import { stagedUserFind, userFind } from './commands/user-search.ts';
import { unknownCommand } from './ipa-error.ts';
import { readArguments } from './ipa-parameters.ts';

/** What the simulated FreeIPA can do; the rest is an unknown command, as for a client that is newer than its server. */
export const ipaCommands: ReadonlyMap<string, IpaCommand> = new Map([
  ['user_find', userFind],
  ['user_show', userShow],
  ['user_add', userAdd],
  ['user_mod', userMod],
  ['user_del', userDel],
  ['user_undel', userUndel],
  ['user_disable', userDisable],
  ['user_enable', userEnable],
  ['user_unlock', userUnlock],
  ['user_status', userStatus],
  ['stageuser_find', stagedUserFind],
  ['stageuser_show', stagedUserShow],
  ['stageuser_add', stagedUserAdd],
  ['stageuser_mod', stagedUserMod],
  ['stageuser_activate', stagedUserActivate],
  ['stageuser_del', stagedUserDel],
  ['group_find', groupFind],
  ['group_show', groupShow],
  ['group_add', groupAdd],
  ['group_del', groupDel],
  ['group_add_member', groupAddMember],
  ['group_remove_member', groupRemoveMember],
  ['passwd', passwd],
  ['pwpolicy_show', passwordPolicyShow],
  ['config_show', configShow],
  ['ping', ping],
  ['env', env],
  ['whoami', whoami],
  ['session_logout', sessionLogout],
  ['batch', batchOf((method) => commandOf(method))],
]);

/** Commands are called by name, or by name and version: `user_show`, `user_show/1`. */
const commandOf = (method: string): IpaCommand | undefined => {
  const [name = '', version = '1'] = method.split('/');
  return version === '1' ? ipaCommands.get(name) : undefined;
};

/** Checks the arguments and runs a command. @throws IpaError */
export const runIpaCommand = (
  method: string,
  positional: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Readonly<Record<string, unknown>> => {
  const command = commandOf(method);
  if (command === undefined) throw unknownCommand(method);
  const [name = ''] = method.split('/');
  return command.run(readArguments(name, command.signature, positional, options), context);
};

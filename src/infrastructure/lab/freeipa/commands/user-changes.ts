import { randomBytes } from 'node:crypto';
import { demandRightToChange } from '../access-rights.ts';
import { attributeChanges, attributeOptions, changeNothing } from '../attribute-changes.ts';
import type { IpaDatabase } from '../ipa-database.ts';
import { withUser } from '../ipa-entries.ts';
import type { IpaUser, UserContainer } from '../ipa-entries.ts';
import { emptyModlist, notFound } from '../ipa-error.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import type { IpaArguments, ParameterTable } from '../ipa-parameters.ts';
import { renderUser, userDn } from '../ipa-rendering.ts';
import { withUserClass } from '../new-entries.ts';
import { withPassword } from '../password-change.ts';
import { personAttributes } from '../person-attributes.ts';
import type { CommandContext, EntryReply } from './command.ts';

/** Options of the commands that make an entry of a person. */
export const creationOptions = {
  ...retrievalOptions,
  ...personAttributes,
  ...attributeOptions,
  userpassword: 'password',
  random: 'flag',
  no_members: 'flag',
} as const satisfies ParameterTable;

/** Options of the commands that change one. */
export const changeOptions = {
  ...creationOptions,
  delattr: 'texts',
  rights: 'flag',
} as const satisfies ParameterTable;

/** A password to set: the one given, or one that FreeIPA makes up; undefined when there is none. */
export const wantedPassword = (given: IpaArguments): string | undefined => {
  const [password] = given.texts('userpassword') ?? [];
  if (password !== undefined) return password;
  return given.flag('random', false) ? randomBytes(16).toString('base64url') : undefined;
};

/** `user_mod` and `stageuser_mod`. @throws IpaError */
export const changeUser = (
  container: (content: ReturnType<IpaDatabase['read']>, uid: string) => UserContainer,
  given: IpaArguments,
  { database, caller }: CommandContext,
): EntryReply => {
  const uid = given.subject ?? '';
  const before = database.read();
  const where = container(before, uid);
  const kind = where === 'staged' ? 'stage user' : 'user';
  const user = before[where][uid];
  if (user === undefined) throw notFound(kind, uid);
  const changes = attributeChanges(user.attributes, given);
  const password = wantedPassword(given);
  const touched = [...Object.keys(changes), ...(password === undefined ? [] : ['userpassword'])];
  if (password === undefined && changeNothing(user.attributes, changes)) throw emptyModlist();
  if (!(password !== undefined && touched.length === 1 && caller === uid)) {
    demandRightToChange(before, caller, { uid, dn: userDn(where, uid) }, touched);
  }
  const changed: IpaUser = { ...user, attributes: withUserClass({ ...user.attributes, ...changes }) };
  const by = caller === uid ? 'owner' : 'administrator';
  const { policy } = before;
  const final = password === undefined ? changed : withPassword(changed, { password, by, policy, now: Date.now() });
  const content = database.change((current) => withUser(current, where, uid, final));
  const { nsaccountlock, dn, ...entry } = renderUser(content, where, uid, final, {
    all: given.flag('all', false),
    members: !given.flag('no_members', false),
    credentials: true,
    also: touched,
  });
  return {
    result: {
      ...(given.flag('all', false) ? { dn } : {}),
      ...entry,
      ...(where === 'staged' ? {} : { nsaccountlock }),
      ...(given.flag('random', false) && password !== undefined ? { randompassword: password } : {}),
    },
    value: uid,
    summary: `Modified ${kind} "${uid}"`,
  };
};

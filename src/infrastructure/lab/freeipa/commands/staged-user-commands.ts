import { demandRight } from '../access-rights.ts';
import { attributeChanges } from '../attribute-changes.ts';
import { withoutUser, withUser } from '../ipa-entries.ts';
import type { IpaDatabaseContent, IpaUser } from '../ipa-entries.ts';
import { duplicateEntry, notFound, sameValueExists } from '../ipa-error.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import { renderUser, userDn } from '../ipa-rendering.ts';
import { asActiveUser, newStagedUser, withDefaultGroup } from '../new-entries.ts';
import { withPassword } from '../password-change.ts';
import { checkUserName } from '../person-attributes.ts';
import type { IpaCommand } from './command.ts';
import { changeOptions, changeUser, creationOptions, wantedPassword } from './user-changes.ts';

const login = [{ name: 'login', required: true }] as const;

const stagedUser = (content: IpaDatabaseContent, uid: string): IpaUser => {
  const user = content.staged[uid];
  if (user === undefined) throw notFound('stage user', uid);
  return user;
};

/** Like FreeIPA, looks only among the staged: that an active user or a group has the name shows at the activation. */
export const stagedUserAdd: IpaCommand = {
  signature: { arguments: login, options: creationOptions },
  run: (given, { database, caller }) => {
    const uid = given.subject ?? '';
    checkUserName(uid);
    const before = database.read();
    demandRight(before, caller, { right: 'add', dn: userDn('staged', uid) });
    if (before.staged[uid] !== undefined) throw duplicateEntry('stage user', uid);
    const entered = newStagedUser(uid, attributeChanges({}, given));
    const password = wantedPassword(given);
    const { policy } = before;
    const user =
      password === undefined
        ? entered
        : withPassword(entered, { password, by: 'administrator', policy, now: Date.now() });
    const content = database.change((current) => withUser(current, 'staged', uid, user));
    return {
      result: {
        ...renderUser(content, 'staged', uid, user, { all: true, members: true, credentials: true }),
        ...(given.flag('random', false) && password !== undefined ? { randompassword: password } : {}),
      },
      value: uid,
      summary: `Added stage user "${uid}"`,
    };
  },
};

export const stagedUserShow: IpaCommand = {
  signature: { arguments: login, options: { ...retrievalOptions, rights: 'flag', no_members: 'flag' } },
  run: (given, { database }) => {
    const uid = given.subject ?? '';
    const content = database.read();
    const user = stagedUser(content, uid);
    const rendering = { all: given.flag('all', false), members: false, credentials: true };
    return { result: renderUser(content, 'staged', uid, user, rendering), value: uid, summary: null };
  },
};

export const stagedUserMod: IpaCommand = {
  signature: { arguments: login, options: changeOptions },
  run: (given, context) => changeUser(() => 'staged', given, context),
};

export const stagedUserActivate: IpaCommand = {
  signature: { arguments: login, options: { ...retrievalOptions, no_members: 'flag' } },
  run: (given, { database, caller }) => {
    const uid = given.subject ?? '';
    const before = database.read();
    const staged = stagedUser(before, uid);
    if (before.users[uid] !== undefined) throw duplicateEntry('active user', uid);
    demandRight(before, caller, { right: 'add', dn: userDn('users', uid) });
    if (before.preserved[uid] !== undefined) throw sameValueExists();
    const user = asActiveUser(before, uid, staged);
    const content = database.change((current) =>
      withDefaultGroup(withUser(withoutUser(current, 'staged', uid), 'users', uid, user), uid),
    );
    const rendering = { all: given.flag('all', false), members: !given.flag('no_members', false), credentials: true };
    return {
      result: renderUser(content, 'users', uid, user, rendering),
      value: uid,
      summary: `Stage user ${uid} activated`,
    };
  },
};

export const stagedUserDel: IpaCommand = {
  signature: {
    arguments: [{ name: 'login', required: true, repeated: true }],
    options: { continue: 'flag', version: 'text' },
  },
  run: (given, { database, caller }) => {
    for (const uid of given.subjects) {
      stagedUser(database.read(), uid);
      demandRight(database.read(), caller, { right: 'delete', dn: userDn('staged', uid) });
      database.change((content) => withoutUser(content, 'staged', uid));
    }
    return {
      result: { failed: [] },
      value: given.subjects,
      summary: `Deleted stage user "${given.subjects.join(',')}"`,
    };
  },
};

import { demandRight } from '../access-rights.ts';
import { attributeChanges } from '../attribute-changes.ts';
import { withoutUser, withUser } from '../ipa-entries.ts';
import type { IpaDatabaseContent, UserContainer } from '../ipa-entries.ts';
import { duplicateEntry, lastMember, managedGroupExists, notFound, sameValueExists } from '../ipa-error.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import { renderUser, userDn } from '../ipa-rendering.ts';
import { asActiveUser, newStagedUser, withDefaultGroup } from '../new-entries.ts';
import { withoutPassword, withPassword } from '../password-change.ts';
import { checkUserName } from '../person-attributes.ts';
import type { IpaCommand } from './command.ts';
import { changeOptions, changeUser, creationOptions, wantedPassword } from './user-changes.ts';

/** FreeIPA looks for an active user first, then for a deleted one that was kept. */
const containerOf = (content: IpaDatabaseContent, uid: string): UserContainer =>
  content.users[uid] === undefined && content.preserved[uid] !== undefined ? 'preserved' : 'users';

export const userShow: IpaCommand = {
  signature: {
    arguments: [{ name: 'login', required: true }],
    options: { ...retrievalOptions, rights: 'flag', no_members: 'flag', out: 'text' },
  },
  run: (given, { database }) => {
    const uid = given.subject ?? '';
    const content = database.read();
    const container = containerOf(content, uid);
    const user = content[container][uid];
    if (user === undefined) throw notFound('user', uid);
    const rendering = { all: given.flag('all', false), members: !given.flag('no_members', false), credentials: true };
    return { result: renderUser(content, container, uid, user, rendering), value: uid, summary: null };
  },
};

export const userAdd: IpaCommand = {
  signature: {
    arguments: [{ name: 'login', required: true }],
    options: { ...creationOptions, noprivate: 'flag' },
  },
  run: (given, { database, caller }) => {
    const uid = given.subject ?? '';
    checkUserName(uid);
    const before = database.read();
    demandRight(before, caller, { right: 'add', dn: userDn('users', uid) });
    if (before.preserved[uid] !== undefined || before.users[uid] !== undefined) throw duplicateEntry('user', uid);
    if (before.groups[uid] !== undefined) throw managedGroupExists(uid);
    const entered = asActiveUser(before, uid, newStagedUser(uid, attributeChanges({}, given)));
    const password = wantedPassword(given);
    const { policy } = before;
    const user =
      password === undefined
        ? entered
        : withPassword(entered, { password, by: 'administrator', policy, now: Date.now() });
    const content = database.change((current) => withDefaultGroup(withUser(current, 'users', uid, user), uid));
    const { nsaccountlock: _never, ...entry } = renderUser(content, 'users', uid, user, {
      all: true,
      members: true,
      credentials: true,
    });
    return {
      result: {
        ...entry,
        ...(given.flag('random', false) && password !== undefined ? { randompassword: password } : {}),
      },
      value: uid,
      summary: `Added user "${uid}"`,
    };
  },
};

export const userMod: IpaCommand = {
  signature: { arguments: [{ name: 'login', required: true }], options: changeOptions },
  run: (given, context) => changeUser(containerOf, given, context),
};

export const userDel: IpaCommand = {
  signature: {
    arguments: [{ name: 'login', required: true, repeated: true }],
    options: { continue: 'flag', preserve: 'flag', version: 'text' },
  },
  run: (given, { database, caller }) => {
    const preserve = given.flag('preserve', false);
    for (const uid of given.subjects) {
      const before = database.read();
      const container = containerOf(before, uid);
      const user = before[container][uid];
      if (user === undefined) throw notFound('user', uid);
      demandRight(before, caller, { right: 'delete', dn: userDn(container, uid) });
      checkNotLastAdmin(before, uid);
      database.change((content) => {
        const without = withoutUser(content, container, uid);
        return preserve ? withUser(without, 'preserved', uid, withoutPassword(user)) : without;
      });
    }
    const names = given.subjects.join(',');
    return {
      result: { failed: [] },
      value: given.subjects,
      summary: `${preserve ? 'Preserved' : 'Deleted'} user "${names}"`,
    };
  },
};

/** FreeIPA keeps at least one administrator who can sign in (user.py, check_protected_member). */
export const checkNotLastAdmin = (content: IpaDatabaseContent, uid: string): void => {
  const able = (content.groups['admins']?.members ?? []).filter((member) => content.users[member]?.disabled === false);
  if (able.length === 1 && able[0] === uid) throw lastMember(uid, 'admins');
};

export const userUndel: IpaCommand = {
  signature: { arguments: [{ name: 'login', required: true }], options: { version: 'text' } },
  run: (given, { database, caller }) => {
    const uid = given.subject ?? '';
    const before = database.read();
    const user = before.preserved[uid];
    if (user === undefined) throw notFound('user', uid);
    if (before.users[uid] !== undefined) throw sameValueExists();
    demandRight(before, caller, { right: 'add', dn: userDn('users', uid) });
    database.change((content) =>
      withDefaultGroup(withUser(withoutUser(content, 'preserved', uid), 'users', uid, user), uid),
    );
    return { result: true, value: uid, summary: `Undeleted user account "${uid}"` };
  },
};

import { demandRight } from '../access-rights.ts';
import { firstValue } from '../ipa-entries.ts';
import { defaultGroup, duplicateEntry, managedGroup, notFound, protectedGroup } from '../ipa-error.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import { groupDn, groupOf, renderGroup } from '../ipa-rendering.ts';
import { newGroup } from '../new-entries.ts';
import { checkUserName } from '../person-attributes.ts';
import { defaultGroupName } from '../seed.ts';
import type { IpaCommand } from './command.ts';

const byName = [{ name: 'group_name', required: true }] as const;

export const groupShow: IpaCommand = {
  signature: { arguments: byName, options: { ...retrievalOptions, rights: 'flag', no_members: 'flag' } },
  run: (given, { database }) => {
    const cn = given.subject ?? '';
    const group = groupOf(database.read(), cn);
    if (group === undefined) throw notFound('group', cn);
    return {
      result: renderGroup(cn, group, given.flag('all', false), !given.flag('no_members', false)),
      value: cn,
      summary: null,
    };
  },
};

/** Private groups are left out unless they are asked for, and then nothing else is given. */
export const groupFind: IpaCommand = {
  signature: {
    arguments: [{ name: 'criteria', required: false }],
    options: {
      ...retrievalOptions,
      cn: 'text',
      description: 'text',
      user: 'texts',
      no_user: 'texts',
      private: 'flag',
      sizelimit: 'integer',
      timelimit: 'integer',
      pkey_only: 'flag',
      no_members: 'flag',
    },
  },
  run: (given, { database }) => {
    const content = database.read();
    const names = Object.keys(given.flag('private', false) ? content.users : content.groups);
    const contains = (text: string): boolean => text.toLowerCase().includes(given.subject ?? '');
    const found = names.toSorted().flatMap((cn) => {
      const group = groupOf(content, cn);
      if (group === undefined) return [];
      const matches =
        (contains(cn) || contains(firstValue(group, 'description'))) &&
        (given.texts('cn') ?? []).every((name) => name.toLowerCase() === cn) &&
        (given.texts('description') ?? []).every((text) => text === firstValue(group, 'description')) &&
        (given.texts('user') ?? []).every((uid) => group.members.includes(uid)) &&
        !(given.texts('no_user') ?? []).some((uid) => group.members.includes(uid));
      return matches ? [{ cn, group }] : [];
    });
    const limit = given.integer('sizelimit') ?? 100;
    const shown = limit === 0 ? found : found.slice(0, limit);
    return {
      result: shown.map(({ cn, group }) =>
        given.flag('pkey_only', false)
          ? { dn: groupDn(cn), cn: [cn] }
          : renderGroup(cn, group, given.flag('all', false), !given.flag('no_members', true)),
      ),
      count: shown.length,
      truncated: shown.length < found.length,
      summary: `${String(shown.length)} group${shown.length === 1 ? '' : 's'} matched`,
    };
  },
};

export const groupAdd: IpaCommand = {
  signature: {
    arguments: byName,
    options: { ...retrievalOptions, description: 'text', nonposix: 'flag', external: 'flag', no_members: 'flag' },
  },
  run: (given, { database, caller }) => {
    const cn = given.subject ?? '';
    checkUserName(cn, 255);
    const before = database.read();
    demandRight(before, caller, { right: 'add', dn: groupDn(cn) });
    if (groupOf(before, cn) !== undefined) throw duplicateEntry('group', cn);
    const group = newGroup(before, cn, given.texts('description')?.[0], !given.flag('nonposix', false));
    database.change((content) => ({ ...content, groups: { ...content.groups, [cn]: group } }));
    return { result: renderGroup(cn, group, true, true), value: cn, summary: `Added group "${cn}"` };
  },
};

export const groupDel: IpaCommand = {
  signature: {
    arguments: [{ name: 'group_name', required: true, repeated: true }],
    options: { continue: 'flag', version: 'text' },
  },
  run: (given, { database, caller }) => {
    for (const cn of given.subjects) {
      const before = database.read();
      const group = groupOf(before, cn);
      if (cn === defaultGroupName) throw defaultGroup();
      if (group === undefined) throw notFound('group', cn);
      if (cn === 'admins') throw protectedGroup(cn);
      if (before.groups[cn] === undefined) throw managedGroup();
      demandRight(before, caller, { right: 'delete', dn: groupDn(cn) });
      database.change(({ groups: { [cn]: _gone, ...groups }, ...content }) => ({ ...content, groups }));
    }
    return {
      result: { failed: [] },
      value: given.subjects,
      summary: `Deleted group "${given.subjects.join(',')}"`,
    };
  },
};

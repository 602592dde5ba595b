import { demandRight } from '../access-rights.ts';
import type { IpaDatabaseContent } from '../ipa-entries.ts';
import { IpaError, notFound } from '../ipa-error.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import type { ParameterTable } from '../ipa-parameters.ts';
import { groupDn, renderGroup } from '../ipa-rendering.ts';
import type { IpaCommand } from './command.ts';

const options = {
  ...retrievalOptions,
  user: 'texts',
  // Taken as FreeIPA's own client sends them, but the lab knows no such members.
  group: 'texts',
  service: 'texts',
  idoverrideuser: 'texts',
  no_members: 'flag',
} as const satisfies ParameterTable;

/** Why a user is not put in or taken out of a group, in FreeIPA's words; undefined when nothing is in the way. */
type Obstacle = (content: IpaDatabaseContent, members: readonly string[], uid: string) => string | undefined;

const memberCommand = (
  obstacle: Obstacle,
  update: (members: readonly string[], uid: string) => string[],
): IpaCommand => ({
  signature: { arguments: [{ name: 'group_name', required: true }], options },
  run: (given, { database, caller }) => {
    const cn = given.subject ?? '';
    if (database.read().groups[cn] === undefined) throw notFound('group', cn);
    const failed: (readonly [string, string])[] = [];
    const wanted = (given.texts('user') ?? []).map((uid) => uid.toLowerCase());
    for (const uid of wanted) {
      const why =
        refusedRight(database.read(), caller, cn) ?? obstacle(database.read(), membersOf(database.read(), cn), uid);
      if (why !== undefined) {
        failed.push([uid, why]);
        continue;
      }
      database.change((content) => {
        const group = content.groups[cn];
        if (group === undefined) return content;
        return { ...content, groups: { ...content.groups, [cn]: { ...group, members: update(group.members, uid) } } };
      });
    }
    const group = database.read().groups[cn];
    if (group === undefined) throw notFound('group', cn);
    const unknown = (name: string): (readonly [string, string])[] =>
      (given.texts(name) ?? []).map((member) => [member, 'no such entry']);
    return {
      completed: wanted.length - failed.length,
      failed: {
        member: {
          user: failed,
          group: unknown('group'),
          service: unknown('service'),
          idoverrideuser: unknown('idoverrideuser'),
        },
      },
      result: renderGroup(cn, group, given.flag('all', false), !given.flag('no_members', false)),
    };
  },
});

const membersOf = (content: IpaDatabaseContent, cn: string): readonly string[] => content.groups[cn]?.members ?? [];

/** A missing right fails each member, not the command. */
const refusedRight = (content: IpaDatabaseContent, caller: string, cn: string): string | undefined => {
  try {
    demandRight(content, caller, { right: 'write', dn: groupDn(cn), attribute: 'member' });
    return undefined;
  } catch (error) {
    if (error instanceof IpaError) return error.message;
    throw error;
  }
};

export const groupAddMember: IpaCommand = memberCommand(
  (content, members, uid) => {
    if (content.users[uid] === undefined) return 'no such entry';
    return members.includes(uid) ? 'This entry is already a member' : undefined;
  },
  (members, uid) => [...members, uid],
);

export const groupRemoveMember: IpaCommand = memberCommand(
  (_content, members, uid) => (members.includes(uid) ? undefined : 'This entry is not a member'),
  (members, uid) => members.filter((member) => member !== uid),
);

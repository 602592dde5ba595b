import type { IpaDatabase } from './ipa-database.ts';
import { firstValue } from './ipa-entries.ts';
import type { IpaUser } from './ipa-entries.ts';
import { notFound } from './ipa-error.ts';
import { readArguments, retrievalOptions } from './ipa-parameters.ts';
import type { CommandSignature, IpaArguments, ParameterTable } from './ipa-parameters.ts';
import { renderGroup, renderUser } from './ipa-rendering.ts';
import { labRealm, labSuffix, labDomain } from './seed.ts';

export const serverVersion = '4.12.2';
export const apiVersion = '2.254';

export type CommandContext = Readonly<{ database: IpaDatabase; /** uid of whoever is logged in. */ caller: string }>;

export type IpaCommand = Readonly<{
  signature: CommandSignature;
  /** @returns the `result` member of the reply */
  run: (given: IpaArguments, context: CommandContext) => Readonly<Record<string, unknown>>;
}>;

/** Attributes by which `user_find` filters exactly; each is an option of the same name. */
const searchableAttributes: ParameterTable = {
  uid: 'text',
  givenname: 'text',
  sn: 'text',
  cn: 'text',
  displayname: 'text',
  mail: 'texts',
  uidnumber: 'integer',
  gidnumber: 'integer',
};

/** Attributes in which the criteria are looked for (ipaUserSearchFields). */
const criteriaAttributes = ['uid', 'givenname', 'sn', 'telephonenumber', 'ou', 'title'];

const membership = { in_group: 'texts', not_in_group: 'texts' } as const satisfies ParameterTable;

/** Default of `ipaSearchRecordsLimit`. */
const defaultSizeLimit = 100;

const hasValue = (user: IpaUser, attribute: string, wanted: string): boolean =>
  (user.attributes[attribute] ?? []).some((value) => value.toLowerCase() === wanted.toLowerCase());

const userFind: IpaCommand = {
  signature: {
    argument: { name: 'criteria', required: false },
    options: {
      ...retrievalOptions,
      ...searchableAttributes,
      ...membership,
      nsaccountlock: 'flag',
      sizelimit: 'integer',
      timelimit: 'integer',
      whoami: 'flag',
      pkey_only: 'flag',
      no_members: 'flag',
      preserved: 'flag',
    },
  },
  run: (given, { database, caller }) => {
    const content = database.read();
    const inGroup = (uid: string, group: string): boolean => content.groups[group]?.members.includes(uid) ?? false;
    const matches = Object.entries(content.users).filter(([uid, user]) => {
      if (given.flag('whoami', false) && uid !== caller) return false;
      if (given.flag('preserved', false)) return false;
      if (given.flag('nsaccountlock', user.disabled) !== user.disabled) return false;
      if (given.subject !== undefined && !containsCriteria(user, given.subject)) return false;
      return (
        Object.keys(searchableAttributes).every((name) =>
          (given.texts(name) ?? []).every((wanted) => hasValue(user, name, wanted)),
        ) &&
        (given.texts('in_group') ?? []).every((group) => inGroup(uid, group)) &&
        !(given.texts('not_in_group') ?? []).some((group) => inGroup(uid, group))
      );
    });
    const limit = given.integer('sizelimit') ?? defaultSizeLimit;
    const shown = limit === 0 ? matches : matches.slice(0, limit);
    return {
      result: shown
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([uid, user]) =>
          given.flag('pkey_only', false)
            ? { dn: `uid=${uid},cn=users,cn=accounts,${labSuffix}`, uid: [uid] }
            : renderUser(content, uid, user, {
                all: given.flag('all', false),
                members: !given.flag('no_members', true),
                credentials: false,
              }),
        ),
      count: shown.length,
      truncated: shown.length < matches.length,
      summary: `${String(shown.length)} user${shown.length === 1 ? '' : 's'} matched`,
    };
  },
};

const containsCriteria = (user: IpaUser, criteria: string): boolean =>
  criteriaAttributes.some((attribute) => firstValue(user, attribute).toLowerCase().includes(criteria));

const userShow: IpaCommand = {
  signature: {
    argument: { name: 'login', required: true },
    options: { ...retrievalOptions, rights: 'flag', no_members: 'flag', out: 'text' },
  },
  run: (given, { database }) => {
    const uid = given.subject ?? '';
    const content = database.read();
    const user = content.users[uid];
    if (user === undefined) throw notFound('user', uid);
    const rendering = { all: given.flag('all', false), members: !given.flag('no_members', false), credentials: true };
    return { result: renderUser(content, uid, user, rendering), value: uid, summary: null };
  },
};

const groupShow: IpaCommand = {
  signature: {
    argument: { name: 'group_name', required: true },
    options: { ...retrievalOptions, rights: 'flag', no_members: 'flag' },
  },
  run: (given, { database }) => {
    const cn = given.subject ?? '';
    const group = database.read().groups[cn];
    if (group === undefined) throw notFound('group', cn);
    return {
      result: renderGroup(cn, group, given.flag('all', false), !given.flag('no_members', false)),
      value: cn,
      summary: null,
    };
  },
};

const ping: IpaCommand = {
  signature: { argument: undefined, options: { version: 'text' } },
  run: () => ({ summary: `IPA server version ${serverVersion}. API version ${apiVersion}` }),
};

const env: IpaCommand = {
  signature: {
    argument: { name: 'variables', required: false },
    options: { all: 'flag', server: 'flag', version: 'text' },
  },
  run: (given) => {
    const all: Readonly<Record<string, string>> = {
      api_version: apiVersion,
      version: serverVersion,
      realm: labRealm,
      domain: labDomain,
      basedn: labSuffix,
    };
    const wanted = given.subject;
    const result = Object.fromEntries(Object.entries(all).filter(([name]) => wanted === undefined || name === wanted));
    return {
      result,
      count: Object.keys(result).length,
      total: Object.keys(all).length,
      summary: `${String(Object.keys(result).length)} variables`,
    };
  },
};

const whoami: IpaCommand = {
  signature: { argument: undefined, options: { version: 'text' } },
  run: (_given, { caller }) => ({ object: 'user', command: 'user_show/1', arguments: [caller] }),
};

const sessionLogout: IpaCommand = {
  signature: { argument: undefined, options: { version: 'text' } },
  run: () => ({ result: null }),
};

/** What the simulated FreeIPA can do; the rest is an unknown command, as for a client that is newer than its server. */
export const ipaCommands: ReadonlyMap<string, IpaCommand> = new Map([
  ['user_find', userFind],
  ['user_show', userShow],
  ['group_show', groupShow],
  ['ping', ping],
  ['env', env],
  ['whoami', whoami],
  ['session_logout', sessionLogout],
]);

/** Checks the arguments and runs a command. @throws IpaError */
export const runIpaCommand = (
  name: string,
  command: IpaCommand,
  positional: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Readonly<Record<string, unknown>> =>
  command.run(readArguments(name, command.signature, positional, options), context);

import { firstValue } from '../ipa-entries.ts';
import type { IpaDatabaseContent, IpaUser, UserContainer } from '../ipa-entries.ts';
import { retrievalOptions } from '../ipa-parameters.ts';
import type { IpaArguments, ParameterTable } from '../ipa-parameters.ts';
import { renderUser, userDn } from '../ipa-rendering.ts';
import type { RenderedEntry } from '../ipa-rendering.ts';
import type { IpaCommand } from './command.ts';

/** Attributes by which a search filters exactly; each is an option of the same name. */
const searchableAttributes = {
  uid: 'text',
  givenname: 'text',
  sn: 'text',
  cn: 'text',
  displayname: 'text',
  mail: 'texts',
  userclass: 'texts',
  uidnumber: 'integer',
  gidnumber: 'integer',
} as const satisfies ParameterTable;

/** Attributes in which the criteria are looked for (ipaUserSearchFields). */
const criteriaAttributes = ['uid', 'givenname', 'sn', 'telephonenumber', 'ou', 'title'];

const searchOptions = {
  ...retrievalOptions,
  ...searchableAttributes,
  in_group: 'texts',
  not_in_group: 'texts',
  sizelimit: 'integer',
  timelimit: 'integer',
  pkey_only: 'flag',
  no_members: 'flag',
} as const satisfies ParameterTable;

/** Default of `ipaSearchRecordsLimit`. */
const defaultSizeLimit = 100;

type Found = readonly [uid: string, user: IpaUser];

export const userFind: IpaCommand = {
  signature: {
    arguments: [{ name: 'criteria', required: false }],
    options: { ...searchOptions, nsaccountlock: 'flag', whoami: 'flag', preserved: 'flag' },
  },
  run: (given, { database, caller }) => {
    const content = database.read();
    const container = given.flag('preserved', false) ? 'preserved' : 'users';
    const matches = matching(content, container, given).filter(
      ([uid, user]) =>
        (!given.flag('whoami', false) || uid === caller) &&
        given.flag('nsaccountlock', user.disabled) === user.disabled,
    );
    return searchReply(content, container, matches, given);
  },
};

export const stagedUserFind: IpaCommand = {
  signature: { arguments: [{ name: 'criteria', required: false }], options: searchOptions },
  run: (given, { database }) => {
    const content = database.read();
    return searchReply(content, 'staged', matching(content, 'staged', given), given);
  },
};

const matching = (content: IpaDatabaseContent, container: UserContainer, given: IpaArguments): readonly Found[] => {
  const inGroup = (uid: string, group: string): boolean => content.groups[group]?.members.includes(uid) ?? false;
  const matches = ([uid, user]: Found): boolean =>
    (given.subject === undefined || containsCriteria(user, given.subject)) &&
    Object.keys(searchableAttributes).every((name) =>
      (given.texts(name) ?? []).every((wanted) => hasValue(user, name, wanted)),
    ) &&
    (given.texts('in_group') ?? []).every((group) => inGroup(uid, group)) &&
    !(given.texts('not_in_group') ?? []).some((group) => inGroup(uid, group));
  return Object.entries(content[container]).filter(matches);
};

const hasValue = (user: IpaUser, attribute: string, wanted: string): boolean =>
  (user.attributes[attribute] ?? []).some((value) => value.toLowerCase() === wanted.toLowerCase());

const containsCriteria = (user: IpaUser, criteria: string): boolean =>
  criteriaAttributes.some((attribute) => firstValue(user, attribute).toLowerCase().includes(criteria));

const searchReply = (
  content: IpaDatabaseContent,
  container: UserContainer,
  matches: readonly Found[],
  given: IpaArguments,
): Readonly<Record<string, unknown>> => {
  const limit = given.integer('sizelimit') ?? defaultSizeLimit;
  const shown = limit === 0 ? matches : matches.slice(0, limit);
  const render = ([uid, user]: Found): RenderedEntry =>
    given.flag('pkey_only', false)
      ? { dn: userDn(container, uid), uid: [uid] }
      : renderUser(content, container, uid, user, {
          all: given.flag('all', false),
          members: !given.flag('no_members', true),
          credentials: false,
        });
  return {
    result: shown.toSorted(([left], [right]) => (left < right ? -1 : 1)).map(render),
    count: shown.length,
    truncated: shown.length < matches.length,
    summary: `${String(shown.length)} user${shown.length === 1 ? '' : 's'} matched`,
  };
};

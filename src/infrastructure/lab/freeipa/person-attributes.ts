import { attributeNotAllowed, invalidValue, onlyOneValue, required } from './ipa-error.ts';
import type { ParameterTable } from './ipa-parameters.ts';
import { normalSshKey } from './ssh-public-key.ts';

/** Attributes of a person that commands change by options of the same name (ipaserver/plugins/baseuser.py). */
export const personAttributes = {
  givenname: 'text',
  sn: 'text',
  cn: 'text',
  displayname: 'text',
  initials: 'text',
  gecos: 'text',
  homedirectory: 'text',
  loginshell: 'text',
  mail: 'texts',
  uidnumber: 'integer',
  gidnumber: 'integer',
  street: 'text',
  l: 'text',
  st: 'text',
  postalcode: 'text',
  telephonenumber: 'texts',
  mobile: 'texts',
  ou: 'text',
  title: 'text',
  carlicense: 'texts',
  departmentnumber: 'texts',
  employeenumber: 'text',
  employeetype: 'text',
  preferredlanguage: 'text',
  ipasshpubkey: 'texts',
  userclass: 'texts',
} as const satisfies ParameterTable;

const isPersonAttribute = (name: string): name is keyof typeof personAttributes => name in personAttributes;

/** An entry cannot be without these. */
const requiredAttributes: ReadonlySet<string> = new Set(['givenname', 'sn', 'cn']);

/** What people may change of their own entry (the self-service permissions of an installation). */
export const ownAttributes: ReadonlySet<string> = new Set([
  ...['givenname', 'sn', 'cn', 'displayname', 'initials', 'gecos', 'loginshell', 'street', 'l', 'st', 'postalcode'],
  ...['telephonenumber', 'mobile', 'ou', 'title', 'carlicense', 'employeetype', 'ipasshpubkey'],
]);

/**
 * Values as FreeIPA keeps them: keys in normal form, nothing twice.
 * @throws IpaError 3007, 3009, 4205, 4207
 */
export const checkedValues = (name: string, values: readonly string[]): string[] => {
  if (!isPersonAttribute(name)) throw attributeNotAllowed(name);
  if (values.length === 0 && requiredAttributes.has(name)) throw required(name);
  if (values.length > 1 && personAttributes[name] !== 'texts') throw onlyOneValue(name);
  if (name === 'ipasshpubkey') return [...new Set(values.map(checkedKey))];
  if (name === 'mail') for (const value of values) checkEmail(value);
  return [...new Set(values)];
};

const checkedKey = (key: string): string => {
  const normal = normalSshKey(key);
  if (normal === undefined) throw invalidValue('sshpubkey', 'invalid SSH public key');
  return normal;
};

/** The shape that FreeIPA asks of an address (ipapython/ipavalidate.py). */
const checkEmail = (address: string): void => {
  if (!/^[^@\s]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/.test(address)) {
    throw invalidValue('email', `invalid e-mail format: ${address}`);
  }
};

/** @throws IpaError 3009 */
export const checkUserName = (name: string, longest = 32): void => {
  if (!/^(?![0-9]+$)[a-zA-Z0-9_.][a-zA-Z0-9_.-]*[a-zA-Z0-9_.$-]?$/.test(name)) {
    throw invalidValue('login', 'may only include letters, numbers, _, -, . and $');
  }
  if (name.length > longest) throw invalidValue('login', `can be at most ${String(longest)} characters`);
};

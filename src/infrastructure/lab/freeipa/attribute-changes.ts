import type { IpaAttributes } from './ipa-entries.ts';
import { invalidValue, valueNotFound } from './ipa-error.ts';
import type { IpaArguments, ParameterTable } from './ipa-parameters.ts';
import { checkedValues, personAttributes } from './person-attributes.ts';

/** Options that change any attribute by its name, `attribute=value`. */
export const attributeOptions = { setattr: 'texts', addattr: 'texts' } as const satisfies ParameterTable;

type Changes = Readonly<Record<string, string[]>>;

/**
 * What a command makes of an entry's attributes: options of their own first, then `setattr`, `addattr` and `delattr`
 * (ipaserver/plugins/baseldap.py, process_attr_options).
 * @returns the new values of every attribute that was named
 * @throws IpaError 3007, 3009, 4026, 4205, 4207
 */
export const attributeChanges = (current: IpaAttributes, given: IpaArguments): Changes => {
  const changes: Record<string, string[]> = {};
  for (const name of Object.keys(personAttributes)) {
    const values = given.texts(name);
    if (values !== undefined) changes[name] = [...values];
  }
  Object.assign(changes, byAttribute('setattr', given));
  const before = (name: string): readonly string[] => changes[name] ?? current[name] ?? [];
  for (const [name, values] of Object.entries(byAttribute('addattr', given))) {
    changes[name] = [...before(name), ...values];
  }
  for (const [name, values] of Object.entries(byAttribute('delattr', given))) {
    changes[name] = without(name, before(name), values);
  }
  return Object.fromEntries(Object.entries(changes).map(([name, values]) => [name, checkedValues(name, values)]));
};

/** True when the changes leave every attribute as it is. */
export const changeNothing = (current: IpaAttributes, changes: Changes): boolean =>
  Object.entries(changes).every(
    ([name, values]) =>
      JSON.stringify([...values].toSorted()) === JSON.stringify([...(current[name] ?? [])].toSorted()),
  );

/** An empty value takes the attribute away. */
const byAttribute = (option: 'setattr' | 'addattr' | 'delattr', given: IpaArguments): Changes => {
  const all: Record<string, string[]> = {};
  for (const pair of given.texts(option) ?? []) {
    const [, name = '', value = ''] = /^\s*(.*?)\s*=\s*(.*?)\s*$/s.exec(pair) ?? [];
    if (name === '') throw invalidValue(option, 'Invalid format. Should be name=value');
    const values = (all[name.toLowerCase()] ??= []);
    if (value !== '') values.push(value);
  }
  return all;
};

const without = (name: string, values: readonly string[], removed: readonly string[]): string[] => {
  if (values.length === 0) throw invalidValue(name, 'No such attribute on this entry');
  const absent = removed.find((value) => !values.includes(value));
  if (absent !== undefined) throw valueNotFound(name, absent);
  return values.filter((value) => !removed.includes(value));
};

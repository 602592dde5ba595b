import { conversion, invalidValue, required, tooManyArguments, unknownOption } from './ipa-error.ts';

/**
 * Types of FreeIPA's parameters that the simulated commands use (ipalib/parameters.py); `texts` may be given several times.
 * Only a password may begin or end with a space.
 */
export type ParameterType = 'text' | 'texts' | 'password' | 'flag' | 'integer' | 'dictionary';

export type ParameterTable = Readonly<Record<string, ParameterType>>;

/** Options that every LDAP retrieval takes, with their defaults. */
export const retrievalOptions = { all: 'flag', raw: 'flag', version: 'text' } as const satisfies ParameterTable;

export type IpaArguments = Readonly<{
  /** The first positional argument, undefined when there is none. */
  subject: string | undefined;
  /** Every name of a command that takes several, like `user_del`. */
  subjects: readonly string[];
  /** What a command of dictionaries is given. */
  dictionaries: readonly Readonly<Record<string, unknown>>[];
  /** A positional argument as it was sent. */
  positional: (index: number) => unknown;
  flag: (name: string, otherwise: boolean) => boolean;
  integer: (name: string) => number | undefined;
  /** Values of a text option that may be given once or several times; undefined when absent, none when null. */
  texts: (name: string) => readonly string[] | undefined;
}>;

export type PositionalParameter = Readonly<{
  /** cli name, as in error messages */
  name: string;
  required: boolean;
  /** Takes all that follow. */
  repeated?: true;
  /** Default: text. */
  type?: 'password' | 'dictionary';
}>;

export type CommandSignature = Readonly<{
  arguments: readonly PositionalParameter[];
  options: ParameterTable;
}>;

/**
 * Checks a call as FreeIPA does before it runs a command: unknown options, too many arguments, values of a wrong type.
 * @throws IpaError 3003, 3004, 3005, 3007, 3008, 3009
 */
export const readArguments = (
  command: string,
  signature: CommandSignature,
  positional: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): IpaArguments => {
  checkPositional(command, signature.arguments, positional);
  for (const [name, value] of Object.entries(options)) {
    const type = signature.options[name];
    if (type === undefined) throw unknownOption(name);
    checkType(name, type, value);
  }
  // Names are case-insensitive and kept in lower case.
  const names = positional.flat().filter((value) => typeof value === 'string');
  const subjects = names.map((name) => name.toLowerCase());
  return {
    subject: subjects[0],
    subjects,
    dictionaries: positional.flat().filter(isDictionary),
    positional: (index) => positional[index],
    flag: (name, otherwise) => {
      const value = options[name];
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' ? value.toUpperCase() === 'TRUE' : otherwise;
    },
    integer: (name) => {
      const value = options[name];
      return value === undefined || value === null ? undefined : Number(value);
    },
    texts: (name) => {
      const value = options[name];
      if (value === undefined) return undefined;
      return [value].flat().flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []));
    },
  };
};

const checkPositional = (
  command: string,
  parameters: readonly PositionalParameter[],
  positional: readonly unknown[],
): void => {
  const repeated = parameters.at(-1)?.repeated === true;
  if (!repeated && positional.length > parameters.length) throw tooManyArguments(command, parameters.length);
  for (const [index, parameter] of parameters.entries()) {
    const values = parameter.repeated === true ? positional.slice(index).flat() : [positional[index]].flat();
    const [first] = values;
    if (parameter.required && (first === undefined || first === null || first === '')) throw required(parameter.name);
    for (const value of values) checkType(parameter.name, parameter.type ?? 'text', value);
  }
};

const checkType = (name: string, type: ParameterType, value: unknown): void => {
  if (value === undefined || value === null) return;
  switch (type) {
    case 'flag':
      if (typeof value !== 'boolean' && !(typeof value === 'string' && /^(true|false)$/i.test(value))) {
        throw conversion(name, 'must be True or False');
      }
      return;
    case 'integer':
      if (
        !(typeof value === 'number' && Number.isInteger(value)) &&
        !(typeof value === 'string' && /^-?\d+$/.test(value))
      ) {
        throw conversion(name, 'must be an integer');
      }
      return;
    case 'dictionary':
      if (!isDictionary(value)) throw conversion(name, 'must be a dictionary');
      return;
    case 'text':
    case 'password':
      if (typeof value !== 'string') {
        throw conversion(name, Array.isArray(value) ? 'Only one value is allowed' : 'must be Unicode text');
      }
      if (type === 'text') checkSpaces(name, value);
      return;
    case 'texts':
      for (const one of [value].flat() as unknown[]) {
        if (typeof one !== 'string') throw conversion(name, 'must be Unicode text');
        checkSpaces(name, one);
      }
  }
};

const isDictionary = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkSpaces = (name: string, value: string): void => {
  if (value !== value.trim()) throw invalidValue(name, 'Leading and trailing spaces are not allowed');
};

import { conversion, required, tooManyArguments, unknownOption } from './ipa-error.ts';

/** Types of FreeIPA's parameters that the simulated commands use (ipalib/parameters.py). */
type ParameterType = 'text' | 'texts' | 'flag' | 'integer';

export type ParameterTable = Readonly<Record<string, ParameterType>>;

/** Options that every LDAP retrieval takes, with their defaults. */
export const retrievalOptions = { all: 'flag', raw: 'flag', version: 'text' } as const satisfies ParameterTable;

export type IpaArguments = Readonly<{
  /** The first positional argument, undefined when there is none. */
  subject: string | undefined;
  flag: (name: string, otherwise: boolean) => boolean;
  integer: (name: string) => number | undefined;
  /** Values of a text option that may be given once or several times; undefined when absent or null. */
  texts: (name: string) => readonly string[] | undefined;
}>;

export type CommandSignature = Readonly<{
  /** cli name of the positional argument, as in error messages; undefined when the command takes none. */
  argument: Readonly<{ name: string; required: boolean }> | undefined;
  options: ParameterTable;
}>;

/**
 * Checks a call as FreeIPA does before it runs a command: unknown options, too many arguments, values of a wrong type.
 * @throws IpaError 3003, 3004, 3005, 3007, 3008
 */
export const readArguments = (
  command: string,
  signature: CommandSignature,
  positional: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): IpaArguments => {
  const { argument } = signature;
  const maximum = argument === undefined ? 0 : 1;
  if (positional.length > maximum) throw tooManyArguments(command, maximum);
  for (const [name, value] of Object.entries(options)) {
    const type = signature.options[name];
    if (type === undefined) throw unknownOption(name);
    checkType(name, type, value);
  }
  const [subject] = positional.flat();
  if (argument?.required === true && (subject === undefined || subject === null || subject === '')) {
    throw required(argument.name);
  }
  if (argument !== undefined && subject !== undefined && subject !== null && typeof subject !== 'string') {
    throw conversion(argument.name, 'must be Unicode text');
  }
  return {
    // Names are case-insensitive and kept in lower case.
    subject: typeof subject === 'string' ? subject.toLowerCase() : undefined,
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
      if (value === undefined || value === null) return undefined;
      return [value].flat().map(String);
    },
  };
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
    case 'text':
      if (typeof value !== 'string') {
        throw conversion(name, Array.isArray(value) ? 'Only one value is allowed' : 'must be Unicode text');
      }
      return;
    case 'texts':
      if (![value].flat().every((one) => typeof one === 'string')) throw conversion(name, 'must be Unicode text');
  }
};

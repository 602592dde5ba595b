import { readContract } from './vendor-contracts.ts';

type Parameter = Readonly<{
  name: string;
  /** Name of the option on the command line, where it is another one. */
  cli_name?: string;
  class: string;
  required: boolean;
  multivalue: boolean;
  autofill?: boolean;
}>;
export type Command = Readonly<{
  args: readonly Parameter[];
  options: readonly Parameter[];
  output: readonly Readonly<{ name: string }>[];
}>;
export type Api = Readonly<{ commands: Readonly<Record<string, Command>> }>;

export type Call = Readonly<{
  method: string;
  params: readonly [readonly unknown[], Readonly<Record<string, unknown>>];
}>;
export type Reply = Readonly<{
  result: Readonly<Record<string, unknown>> | null;
  error: Readonly<{ code: number; name: string; message: string; data: object }> | null;
}>;

export const apiVersions = ['4-9-11', '4-12-2', '4-13-3'];

export const loadApi = (version: string): Api => readContract(`freeipa/freeipa-${version}.api.json`) as Api;

/** Release 4.12's words and sets of attributes. */
export const outputKeys = (): Readonly<Record<'user' | 'group' | 'stageuser', Readonly<Record<string, string[]>>>> =>
  readContract('freeipa/freeipa-4-12-2.output-keys.json') as never;
export const summaries = (): Readonly<Record<string, string | null>> =>
  (readContract('freeipa/freeipa-4-12-2.messages.json') as { summary: Record<string, string | null> }).summary;
export const errorTable = (): readonly Readonly<{ errno: number; name: string; format: string | null }>[] =>
  (readContract('freeipa/freeipa-4-12-2.errors.json') as { errors: [] }).errors;

/** What a release of FreeIPA would not take of a request; in a batch, of each request in it. */
export const requestErrors = (api: Api, { method, params }: Call): readonly string[] => {
  const [name = '', version = '1'] = method.split('/');
  const command = api.commands[name];
  if (command === undefined || version !== '1') return [`no command ${method}`];
  const [positional, options] = params;
  const nested = name === 'batch' ? (positional as readonly Call[]).flatMap((call) => requestErrors(api, call)) : [];
  const missing = [
    ...command.args.slice(positional.length),
    ...command.options.filter((option) => options[option.name] === undefined),
  ].filter((parameter) => parameter.required && parameter.autofill !== true);
  const tooMany = command.args.at(-1)?.multivalue !== true && positional.length > command.args.length;
  return [
    ...nested,
    ...missing.map((parameter) => `${name} lacks ${parameter.name}`),
    ...(tooMany ? [`${name} has too many arguments`] : []),
    ...positional.flatMap((value, index) => valueErrors(name, command.args[index] ?? command.args.at(-1), value)),
    ...Object.entries(options).flatMap(([option, value]) => {
      const parameter = command.options.find((known) => known.name === option);
      return parameter === undefined ? [`${name} has no option ${option}`] : valueErrors(name, parameter, value);
    }),
  ];
};

const valueErrors = (command: string, parameter: Parameter | undefined, value: unknown): readonly string[] => {
  if (parameter === undefined) return [];
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return [
    ...(Array.isArray(value) && !parameter.multivalue ? [`${command}: ${parameter.name} takes one value`] : []),
    ...values
      .filter((one) => !classesOf(one).includes(parameter.class))
      .map((one) => `${command}: ${parameter.name} is a ${parameter.class}, not ${JSON.stringify(one)}`),
  ];
};

/** Classes of FreeIPA's parameters that take such a value. */
const classesOf = (value: unknown): readonly string[] => {
  switch (typeof value) {
    case 'boolean':
      return ['Flag', 'Bool'];
    case 'number':
      return ['Int'];
    case 'string':
      return ['Str', 'Password', 'Principal'];
    case 'object':
      return ['Dict'];
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      return [];
  }
};

/** Attributes that are no lists. */
const scalars = ['dn', 'nsaccountlock', 'has_password', 'has_keytab', 'preserved', 'randompassword'];

/** What FreeIPA's own tests would not take of an entry in a reply. */
export const entryErrors = (entry: Readonly<Record<string, unknown>>, allowed: readonly string[]): readonly string[] =>
  Object.entries(entry).flatMap(([key, value]) => [
    ...(allowed.includes(key) ? [] : [`${key} is not expected`]),
    ...(Array.isArray(value) === scalars.includes(key) ? [`${key} has the wrong shape`] : []),
  ]);

/** What is wrong with an error: FreeIPA has another name for its code, or other words. */
export const errorErrors = ({ code, name, message }: NonNullable<Reply['error']>): readonly string[] => {
  const known = errorTable().find(({ errno }) => errno === code);
  if (known?.name !== name) return [`${String(code)} is ${known?.name ?? 'nothing'}, not ${name}`];
  // A duplicate is said in words of the object; the table has those for want of any.
  if (known.format === null || name === 'DuplicateEntry') return [];
  const words = known.format.replaceAll('\\', '').split(/%\(\w+\)[sd]/);
  const pattern = new RegExp(
    words.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.*'),
    's',
  );
  return pattern.test(message) ? [] : [`«${message}» is not «${known.format}»`];
};

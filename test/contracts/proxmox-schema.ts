import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parameterErrors } from '../../src/infrastructure/lab/proxmox/parameter-rules.ts';

/**
 * The vendor's published description of its API (`pvesh usage` data of pve-docs), and a checker of requests and replies
 * against it, written after PVE::JSONSchema.
 */

export const schemaVersions = ['8.4.0', '9.1.3'] as const;
export type SchemaVersion = (typeof schemaVersions)[number];

type Flag = 0 | 1 | undefined;
export type Schema = Readonly<{
  type?: string;
  optional?: Flag;
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: Flag | Schema;
  items?: Schema;
  format?: string | Readonly<Record<string, Schema>>;
  pattern?: string;
  enum?: readonly (string | number)[];
  minimum?: number | string;
  maximum?: number | string;
  maxLength?: number;
  requires?: string;
  alias?: string;
  keyAlias?: string;
  default_key?: Flag;
}>;

export type Endpoint = Readonly<{
  path: string;
  method: string;
  parameters: Schema;
  returns: Schema;
  permissions?: Readonly<Record<string, unknown>>;
}>;

export type VendorSchema = Readonly<{
  /** The endpoint with this very path template. */
  endpoint: (method: string, template: string) => Endpoint | undefined;
  /** The endpoint that a real path belongs to, and the parameters in the path. */
  match: (method: string, path: string) => Readonly<{ endpoint: Endpoint; inPath: Record<string, string> }> | undefined;
}>;

export const loadSchema = (contracts: string, version: SchemaVersion): VendorSchema => {
  const text = readFileSync(join(contracts, 'proxmox', `pve-${version}-apidata.trimmed.json`), 'utf8');
  const { endpoints } = JSON.parse(text) as { endpoints: readonly Endpoint[] };
  const patterns = endpoints.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }));
  return {
    endpoint: (method, template) => endpoints.find((each) => each.method === method && each.path === template),
    match: (method, path) => {
      for (const { endpoint, pattern } of patterns) {
        const found = endpoint.method === method ? pattern.exec(path) : null;
        if (found === null) continue;
        const groups = Object.entries(found.groups ?? {});
        return { endpoint, inPath: Object.fromEntries(groups.map(([key, value]) => [key, decodeURIComponent(value)])) };
      }
      return undefined;
    },
  };
};

const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .replaceAll('.', '\\.')
      .replace(/\{(\w+)\}/g, (_whole, name: string) => (name === 'volume' ? '(?<volume>.+)' : `(?<${name}>[^/]+)`))}$`,
  );

/** Deviations of a request, by parameter; empty when there are none. */
export const requestErrors = (
  endpoint: Endpoint,
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => deviations(endpoint.parameters, parameters);

/** Deviations of a reply's data, by path into it. */
export const replyErrors = (endpoint: Endpoint, data: unknown): Readonly<Record<string, string>> => {
  if (endpoint.returns.type === 'null') return data === null ? {} : { data: 'is not null' };
  const errors: Record<string, string> = {};
  checkValue(endpoint.returns, data, 'data', errors);
  return errors;
};

const deviations = (schema: Schema, value: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const errors: Record<string, string> = {};
  checkObject(schema, value, '', errors);
  return errors;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkObject = (
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  errors: Record<string, string>,
): void => {
  const properties = schema.properties ?? {};
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const [key, property] of Object.entries(properties)) {
    if (!key.endsWith('[n]')) checkValue(property, value[key], at(key), errors);
  }
  for (const [key, given] of Object.entries(value)) {
    const known = properties[key];
    const indexed = properties[`${key.replace(/\d+$/, '')}[n]`];
    if (known !== undefined) {
      if (known.requires !== undefined && value[known.requires] === undefined)
        errors[at(key)] = 'lacks what it requires';
    } else if (indexed !== undefined && /\d$/.test(key)) {
      checkValue(indexed, given, at(key), errors);
    } else if (schema.additionalProperties === 0) {
      errors[at(key)] = 'is not in the schema';
    }
  }
};

const checkValue = (schema: Schema, value: unknown, path: string, errors: Record<string, string>): void => {
  if (schema.alias !== undefined) return;
  if (value === undefined || value === null) {
    if (schema.optional !== 1 && schema.type !== 'null') errors[path] = 'is missing';
    return;
  }
  if (schema.type === 'array') {
    if (!Array.isArray(value)) errors[path] = 'is not an array';
    else
      for (const [index, item] of value.entries())
        checkValue(schema.items ?? {}, item, `${path}[${String(index)}]`, errors);
    return;
  }
  if (isRecord(value)) {
    if (schema.type !== undefined && schema.type !== 'object' && schema.type !== 'any') errors[path] = 'is an object';
    else checkObject(schema, value, path, errors);
    return;
  }
  if (schema.type === 'object' || Array.isArray(value)) {
    errors[path] = `is no ${schema.type ?? 'scalar'}`;
    return;
  }
  const problem = scalarProblem(schema, scalarText(value));
  if (problem !== undefined) errors[path] = problem;
};

/** As Proxmox reads a scalar of a JSON body. */
const scalarText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The lab's own checker knows the formats; it is given the vendor's rule here, Perl's notation of patterns translated. */
const scalarProblem = (schema: Schema, text: string): string | undefined => {
  return parameterErrors({ value: translated(schema) }, { value: text })['value'];
};

const scalarTypes = ['string', 'integer', 'number', 'boolean'] as const;

const translated = (schema: Schema): Parameters<typeof parameterErrors>[0][string] => {
  const { pattern, format, minimum, maximum, maxLength, alias, keyAlias } = schema;
  return {
    type: scalarTypes.find((name) => name === schema.type) ?? 'string',
    ...(schema.optional === 1 && { optional: 1 }),
    ...(schema.default_key === 1 && { default_key: 1 }),
    ...(pattern !== undefined && { pattern: pattern.replace(/\(\?\^[a-z]*:/g, '(?:').replaceAll('\\0', '\\u0000') }),
    ...(minimum !== undefined && { minimum: Number(minimum) }),
    ...(maximum !== undefined && { maximum: Number(maximum) }),
    ...(maxLength !== undefined && { maxLength }),
    ...(alias !== undefined && { alias }),
    ...(keyAlias !== undefined && { keyAlias }),
    ...(schema.enum !== undefined && { enum: schema.enum.map(String) }),
    ...(typeof format === 'string' && { format }),
    ...(typeof format === 'object' && {
      format: Object.fromEntries(Object.entries(format).map(([key, inner]) => [key, translated(inner)])),
    }),
  };
};

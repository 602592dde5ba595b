/** Rules in the vendor's own vocabulary (PVE::JSONSchema), so that they can be compared with its published schema. */
export type ParameterRule = Readonly<{
  type: 'string' | 'integer' | 'number' | 'boolean';
  optional?: 1;
  /** Name of a format, or the keys of a property string. */
  format?: string | PropertyRules;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
  enum?: readonly string[];
  /** In a property string: the key that may stand without its name. */
  default_key?: 1;
  /** In a property string: another name for this key. */
  alias?: string;
  /** With `alias`: the key that takes the name itself for its value (`virtio=AA:BB:…` sets model and macaddr). */
  keyAlias?: string;
}>;

type PropertyRules = Readonly<Record<string, ParameterRule>>;

/** `net[n]` stands for net0, net1, ... */
export type ParameterTable = Readonly<Record<string, ParameterRule>>;

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const ipv6 = /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]+$/;
const name = /^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

const network = (value: string, address: RegExp, bits: number): boolean => {
  const [host = '', prefix = ''] = value.split('/');
  return address.test(host) && /^\d+$/.test(prefix) && Number(prefix) > 7 && Number(prefix) <= bits;
};

const listOf =
  (one: (value: string) => boolean) =>
  (value: string): boolean =>
    value
      .split(/[\0,;\s]+/)
      .filter((part) => part !== '')
      .every(one);

const configId = (value: string): boolean => /^[a-z][a-z0-9_-]+$/i.test(value);
const tag = (value: string): boolean => /^[a-z0-9_][a-z0-9_\-+.]*$/i.test(value);

/** Formats by name (source: PVE::JSONSchema, register_format). A name that is not here is not checked. */
const formats: Readonly<Record<string, (value: string) => boolean>> = {
  'pve-vmid': (value) => /^[1-9][0-9]{2,8}$/.test(value),
  'pve-node': (value) => /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(value),
  'pve-storage-id': (value) => /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(value),
  'pve-bridge-id': (value) => /^[-_.\w]+$/.test(value),
  'pve-configid': configId,
  'pve-configid-list': listOf(configId),
  'pve-tag-list': listOf(tag),
  'dns-name': (value) => name.test(value),
  'dns-name-list': listOf((value) => name.test(value)),
  'mac-addr': (value) => /^[a-f0-9][02468ace](?::[a-f0-9]{2}){5}$/i.test(value),
  ipv4: (value) => ipv4.test(value),
  ipv6: (value) => ipv6.test(value),
  'pve-ipv4-config': (value) => /^(dhcp|manual)$/.test(value) || network(value, ipv4, 32),
  'pve-ipv6-config': (value) => /^(auto|dhcp|manual)$/.test(value) || network(value, ipv6, 128),
  'lxc-ip-with-ll-iface-list': listOf((value) => ipv4.test(value) || ipv6.test(value.replace(/%.*$/, ''))),
  'disk-size': (value) => /^\d+(\.\d+)?[KMGT]?$/.test(value),
};

/**
 * Checks parameters as Proxmox does before it runs a call.
 * @returns the message for each wrong parameter; empty when all are right
 */
export const parameterErrors = (
  table: ParameterTable,
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const errors: Record<string, string> = {};
  for (const [key, rule] of Object.entries(table)) {
    if (key.endsWith('[n]') || rule.optional === 1 || rule.alias !== undefined || parameters[key] !== undefined)
      continue;
    errors[key] = 'property is missing and it is not optional';
  }
  for (const [key, value] of Object.entries(parameters)) {
    const rule = table[key] ?? table[`${key.replace(/\d+$/, '')}[n]`];
    const error =
      rule === undefined || key.endsWith('[n]')
        ? 'property is not defined in schema and the schema does not allow additional properties'
        : valueError(rule, value);
    if (error !== undefined) errors[key] = error;
  }
  return errors;
};

const valueError = (rule: ParameterRule, value: string): string | undefined => {
  if (rule.type === 'boolean' && !/^[01]$/.test(value)) return `type check ('boolean') failed - got '${value}'`;
  if (rule.type === 'integer' && !/^[+-]?\d+$/.test(value)) return `type check ('integer') failed - got '${value}'`;
  if (rule.type === 'number' && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) {
    return `type check ('number') failed - got '${value}'`;
  }
  if (typeof rule.format === 'string' && formats[rule.format]?.(value) === false) {
    return `invalid format - value does not look like a valid ${rule.format}\n`;
  }
  if (typeof rule.format === 'object') return propertyStringError(rule.format, value);
  if (rule.pattern !== undefined && !new RegExp(`^(?:${rule.pattern})$`).test(value)) {
    return 'value does not match the regex pattern';
  }
  if (rule.maxLength !== undefined && value.length > rule.maxLength) {
    return `value may only be ${String(rule.maxLength)} characters long`;
  }
  if (rule.minimum !== undefined && Number(value) < rule.minimum) {
    return `value must have a minimum value of ${String(rule.minimum)}`;
  }
  if (rule.maximum !== undefined && Number(value) > rule.maximum) {
    return `value must have a maximum value of ${String(rule.maximum)}`;
  }
  if (rule.enum !== undefined && !rule.enum.includes(value)) {
    return `value '${value}' does not have a value in the enumeration '${rule.enum.join(', ')}'`;
  }
  return undefined;
};

const propertyStringError = (rules: PropertyRules, text: string): string | undefined => {
  const values: Record<string, string> = {};
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const equals = part.indexOf('=');
    const key =
      equals < 0 ? Object.keys(rules).find((candidate) => rules[candidate]?.default_key === 1) : part.slice(0, equals);
    if (key === undefined) return 'invalid format - value without key, but schema does not define a default key\n';
    const { alias = key, keyAlias } = rules[key] ?? {};
    const rule = rules[alias];
    if (rule === undefined) return `invalid format - format error\n${key}: property is not defined in schema\n`;
    if (values[alias] !== undefined) {
      return `invalid format - duplicate key in comma-separated list property: ${key}\n`;
    }
    const value = equals < 0 ? part : part.slice(equals + 1);
    if (keyAlias !== undefined) values[keyAlias] = key;
    values[alias] = rule.type === 'boolean' ? looseBoolean(value) : value;
  }
  const [wrong] = Object.entries(parameterErrors(rules, values));
  return wrong === undefined ? undefined : `invalid format - format error\n${wrong[0]}: ${wrong[1]}\n`;
};

/** Inside property strings, and only there, words are taken for booleans too. */
const looseBoolean = (value: string): string => {
  if (/^(1|on|yes|true)$/i.test(value)) return '1';
  return /^(0|off|no|false)$/i.test(value) ? '0' : value;
};

/** An error as FreeIPA's JSON-RPC reports it (ipalib/errors.py, release 4.12): HTTP 200, `error` in the envelope. */
export class IpaError extends Error {
  override readonly name = 'IpaError';
  readonly code: number;
  readonly ipaName: string;
  readonly data: Readonly<Record<string, string>>;

  constructor(code: number, ipaName: string, message: string, data: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.ipaName = ipaName;
    this.data = data;
  }
}

/** What an object is called in messages. */
export type ObjectName = 'user' | 'stage user' | 'group';

export const notFound = (kind: ObjectName, name: string): IpaError => {
  const reason = `${name}: ${kind} not found`;
  return new IpaError(4001, 'NotFound', reason, { reason });
};

export const noSuchEntry = (): IpaError => new IpaError(4001, 'NotFound', 'no such entry', { reason: 'no such entry' });

export const duplicateEntry = (kind: ObjectName | 'active user', name: string): IpaError =>
  new IpaError(4002, 'DuplicateEntry', `${kind} with name "${name}" already exists`);

/** What the uniqueness plug-in of the LDAP server refuses, without a name. */
export const sameValueExists = (): IpaError => new IpaError(4002, 'DuplicateEntry', 'This entry already exists');

export const managedGroupExists = (group: string): IpaError =>
  new IpaError(4024, 'ManagedGroupExistsError', `Unable to create private group. A group '${group}' already exists.`, {
    group,
  });

export const alreadyActive = (): IpaError => new IpaError(4009, 'AlreadyActive', 'This entry is already enabled');

export const alreadyInactive = (): IpaError => new IpaError(4010, 'AlreadyInactive', 'This entry is already disabled');

export const valueNotFound = (attribute: string, value: string): IpaError =>
  new IpaError(4026, 'AttrValueNotFound', `${attribute} does not contain '${value}'`, { attr: attribute, value });

export const emptyModlist = (): IpaError => new IpaError(4202, 'EmptyModlist', 'no modifications to be performed');

export const constraintViolation = (info: string): IpaError =>
  new IpaError(4203, 'DatabaseError', `Constraint violation: ${info}`, { desc: 'Constraint violation', info });

export const attributeNotAllowed = (attribute: string): IpaError => {
  const info = `attribute "${attribute}" not allowed`;
  return new IpaError(4205, 'ObjectclassViolation', info, { info });
};

export const onlyOneValue = (attribute: string): IpaError =>
  new IpaError(4207, 'OnlyOneValueAllowed', `${attribute}: Only one value allowed.`, { attr: attribute });

export const lastMember = (key: string, container: string): IpaError =>
  new IpaError(
    4308,
    'LastMemberError',
    `${key} cannot be deleted or disabled because it is the last member of group ${container}`,
    { key, label: 'group', container },
  );

export const managedGroup = (): IpaError =>
  new IpaError(4020, 'ManagedGroupError', 'Deleting a managed group is not allowed. It must be detached first.');

export const defaultGroup = (): IpaError =>
  new IpaError(4018, 'DefaultGroupError', 'The default users group cannot be removed');

export const protectedGroup = (key: string): IpaError =>
  new IpaError(4309, 'ProtectedEntryError', `group ${key} cannot be deleted/modified: privileged group`, {
    label: 'group',
    key,
    reason: 'privileged group',
  });

export const insufficientAccess = (info: string): IpaError =>
  new IpaError(2100, 'ACIError', `Insufficient access: ${info}`, { info });

export const unknownCommand = (name: string): IpaError =>
  new IpaError(905, 'CommandError', `unknown command '${name}'`, { name });

export const unknownOption = (name: string): IpaError => new IpaError(3005, 'OptionError', `Unknown option: ${name}`);

export const required = (name: string): IpaError =>
  new IpaError(3007, 'RequirementError', `'${name}' is required`, { name });

export const conversion = (name: string, error: string): IpaError =>
  new IpaError(3008, 'ConversionError', `invalid '${name}': ${error}`, { name, error });

export const invalidValue = (name: string, error: string): IpaError =>
  new IpaError(3009, 'ValidationError', `invalid '${name}': ${error}`, { name, error });

export const tooManyArguments = (command: string, maximum: number): IpaError =>
  maximum === 0
    ? new IpaError(3003, 'ZeroArgumentError', `command '${command}' takes no arguments`, { name: command })
    : new IpaError(
        3004,
        'MaxArgumentError',
        `command '${command}' takes at most ${String(maximum)} argument${maximum === 1 ? '' : 's'}`,
        { name: command, count: String(maximum) },
      );

export const invalidJson = (error: string): IpaError =>
  new IpaError(909, 'JSONError', `Invalid JSON-RPC request: ${error}`, { error });

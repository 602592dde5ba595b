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

export const notFound = (kind: 'user' | 'group', name: string): IpaError => {
  const reason = `${name}: ${kind} not found`;
  return new IpaError(4001, 'NotFound', reason, { reason });
};

export const unknownCommand = (name: string): IpaError =>
  new IpaError(905, 'CommandError', `unknown command '${name}'`, { name });

export const unknownOption = (name: string): IpaError => new IpaError(3005, 'OptionError', `Unknown option: ${name}`);

export const required = (name: string): IpaError =>
  new IpaError(3007, 'RequirementError', `'${name}' is required`, { name });

export const conversion = (name: string, error: string): IpaError =>
  new IpaError(3008, 'ConversionError', `invalid '${name}': ${error}`, { name, error });

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

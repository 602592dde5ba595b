import { DirectoryError } from '../../application/ports/directory.ts';
import type { DirectoryFailure } from '../../application/ports/directory.ts';

/** FreeIPA's errors that we tell apart, by its own names (ipalib/errors.py, release 4.12). */
export const ipaErrorCode = {
  aciError: 2100,
  validationError: 3009,
  notFound: 4001,
  duplicateEntry: 4002,
  alreadyActive: 4009,
  alreadyInactive: 4010,
  managedGroupExistsError: 4024,
  attrValueNotFound: 4026,
  midairCollision: 4201,
  emptyModlist: 4202,
} as const;

type IpaErrorName = keyof typeof ipaErrorCode;

/** FreeIPA answered a command with an error; the message is FreeIPA's own, but for what the request said of a person. */
export class FreeIpaError extends DirectoryError {
  readonly code: number;
  /** `NotFound`, `DuplicateEntry` … */
  readonly ipaName: string;

  constructor(code: number, ipaName: string, message: string) {
    super(failureOf(code), message);
    this.code = code;
    this.ipaName = ipaName;
  }
}

/** True for one of these errors of FreeIPA. */
export const isIpaError = (error: unknown, ...names: readonly IpaErrorName[]): error is FreeIpaError =>
  error instanceof FreeIpaError && names.some((name) => ipaErrorCode[name] === error.code);

const failures: ReadonlyMap<number, DirectoryFailure> = new Map([
  // A right that our own account lacks, not a fault of what was asked.
  [ipaErrorCode.aciError, 'denied'],
  [ipaErrorCode.notFound, 'absent'],
  [ipaErrorCode.duplicateEntry, 'conflict'],
  [ipaErrorCode.managedGroupExistsError, 'conflict'],
]);

const failureOf = (code: number): DirectoryFailure => failures.get(code) ?? 'rejected';

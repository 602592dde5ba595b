import { DirectoryError } from '../../application/ports/directory.ts';
import type { DirectoryFailure } from '../../application/ports/directory.ts';

/** FreeIPA's error codes that we tell apart (ipalib/errors.py, release 4.12). */
export const ipaErrorCode = {
  aciError: 2100,
  notFound: 4001,
  duplicateEntry: 4002,
  emptyModlist: 4202,
} as const;

/** FreeIPA answered a command with an error; `code` and the message are FreeIPA's own. */
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

/** 2100 is a right that our own account lacks, not a fault of what was asked. */
const failureOf = (code: number): DirectoryFailure => (code === ipaErrorCode.aciError ? 'denied' : 'rejected');

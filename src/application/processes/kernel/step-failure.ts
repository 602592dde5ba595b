import type { ErrorClass } from '../../../domain/process/backoff.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { ChatError } from '../../ports/chat-room.ts';
import { DirectoryError } from '../../ports/directory.ts';
import type { DirectoryFailure } from '../../ports/directory.ts';
import { HypervisorError } from '../../ports/hypervisor.ts';
import { MailError } from '../../ports/mailer.ts';

/** A step did not work, in a sentence that people read. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly errorClass: ErrorClass;

  constructor(errorClass: ErrorClass, cause: string) {
    super(cause);
    this.errorClass = errorClass;
  }
}

export type FailureDescription = Readonly<{ errorClass: ErrorClass; cause: string }>;

const longestCause = 500;

/** What kind of failure an effect met, and the sentence for it; whatever nobody foresaw is `unexpected`. */
export const describeFailure = (error: unknown): FailureDescription => {
  const { errorClass, cause } = describe(error);
  return { errorClass, cause: cause.slice(0, longestCause) };
};

/** What FreeIPA will say again and again is for a person to mend. */
const classOf: Readonly<Record<DirectoryFailure, ErrorClass>> = {
  unreachable: 'unreachable',
  denied: 'denied',
  rejected: 'rejected',
  locked: 'busy',
  ambiguous: 'impossible',
  conflict: 'impossible',
  absent: 'impossible',
  'password-refused': 'impossible',
  'wrong-password': 'impossible',
};

const describe = (error: unknown): FailureDescription => {
  if (error instanceof StepFailure) return { errorClass: error.errorClass, cause: error.message };
  if (error instanceof HypervisorError) {
    const said = error.detail === '' || error.message.includes(error.detail);
    return { errorClass: error.failure, cause: said ? error.message : `${error.message} (${error.detail})` };
  }
  if (error instanceof DirectoryError) return { errorClass: classOf[error.failure], cause: error.message };
  if (error instanceof MailError || error instanceof ChatError) {
    return { errorClass: error.failure, cause: error.message };
  }
  if (error instanceof DomainError) {
    return { errorClass: error.code === 'contended' ? 'busy' : 'impossible', cause: error.message };
  }
  return { errorClass: 'unexpected', cause: `Unexpected: ${error instanceof Error ? error.message : String(error)}` };
};

import { DirectoryError } from '../../application/ports/directory.ts';
import { EventStoreError, WrongExpectedRevisionError } from '../../application/ports/event-store.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import type { RefusalKind } from '../../domain/kernel/domain-error.ts';
import { HttpProblem } from './http-problem.ts';

const statusOfRefusal: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  limit: 409,
  later: 503,
};

/** What express and its body parser throw: `status` and `type` say what happened. */
const problemOfParser = (error: unknown): HttpProblem | undefined => {
  if (!(error instanceof Error) && !(typeof error === 'object' && error !== null && 'message' in error))
    return undefined;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  const type = 'type' in error && typeof error.type === 'string' ? error.type : undefined;
  switch (type) {
    case 'entity.parse.failed':
      return new HttpProblem(400, 'malformed-json', 'The body is not JSON.');
    case 'entity.too.large':
      return new HttpProblem(413, 'body-too-large', 'The body is larger than 64 KiB.');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new HttpProblem(415, 'unsupported-media-type', 'The body must be JSON in UTF-8.');
    case 'request.aborted':
    case 'request.size.invalid':
    case 'entity.verify.failed':
      return new HttpProblem(400, 'bad-body', 'The body ended early or does not have the announced length.');
    case undefined:
    default:
  }
  if (status === undefined || status < 400 || status > 499) return undefined;
  return status === 404
    ? new HttpProblem(404, 'not-found', 'There is nothing at this address.')
    : new HttpProblem(status === 413 ? 413 : 400, 'bad-request', 'The request cannot be understood.');
};

const problemOfDirectory = (error: DirectoryError): HttpProblem => {
  switch (error.failure) {
    case 'ambiguous':
      return new HttpProblem(
        403,
        'email-ambiguous',
        'Your e-mail belongs to several accounts; an admin has to sort that out.',
        { cause: error },
      );
    case 'unreachable':
    case 'denied':
      return new HttpProblem(
        503,
        'directory-unavailable',
        'FreeIPA does not answer, so this cannot be done just now.',
        {
          headers: { 'Retry-After': '10' },
          cause: error,
        },
      );
    default:
      // Its words name nobody, and whoever got this far was let in or had a link.
      return new HttpProblem(409, 'directory-refused', `FreeIPA does not do this: ${error.message}.`, { cause: error });
  }
};

/**
 * Translates whatever a handler threw into an answer. What nobody expected becomes a 500 that says nothing but the request id:
 * the log has the rest.
 */
export const problemOfError = (error: unknown): HttpProblem => {
  if (error instanceof HttpProblem) return error;
  if (error instanceof DomainError) {
    const status = error.code === 'revision-changed' ? 412 : statusOfRefusal[error.kind];
    return new HttpProblem(status, error.code, error.message, {
      ...(Object.keys(error.facts).length === 0 ? {} : { facts: error.facts }),
      cause: error,
    });
  }
  if (error instanceof WrongExpectedRevisionError) {
    return new HttpProblem(409, 'changed-meanwhile', 'Somebody else changed this at the same moment; look again.', {
      cause: error,
    });
  }
  if (error instanceof EventStoreError) {
    const detail =
      error.failure === 'full'
        ? 'The disk is full: nothing was stored. An operator has to make room.'
        : 'The event store does not answer; repeat with the same Idempotency-Key in a moment.';
    return new HttpProblem(503, `event-store-${error.failure}`, detail, {
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
  if (error instanceof DirectoryError) return problemOfDirectory(error);
  return (
    problemOfParser(error) ??
    new HttpProblem(500, 'internal-error', 'Something went wrong on our side; the request id finds it in the log.', {
      cause: error,
    })
  );
};

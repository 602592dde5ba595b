import { HttpErrorResponse } from '@angular/common/http';
import type { ProblemDocument } from './contract';

/**
 * What went wrong, ready to be shown. `code` is the server's stable code,
 * or `unreachable` (no answer came) or `unexpected` (an answer that is no problem document).
 */
export type Problem = Readonly<{
  code: string;
  /** HTTP status; 0 when no answer came. */
  status: number;
  title: string;
  /** The sentence a person reads. */
  detail: string;
  /** One row per field that failed validation. */
  errors: readonly Readonly<{ path: string; message: string }>[];
  /** What to tell an admin, so that the line in the log is found. */
  requestId: string | undefined;
}>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isProblemDocument = (value: unknown): value is ProblemDocument =>
  isObject(value) && typeof value['code'] === 'string' && typeof value['detail'] === 'string';

/** A failed request of text type leaves its body unparsed. */
const bodyOf = (error: HttpErrorResponse): unknown => {
  const body: unknown = error.error;
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch (notJson) {
    if (notJson instanceof SyntaxError) return undefined;
    throw notJson;
  }
};

/** Reads RFC 9457 problem details from a failed request; anything else becomes a problem with a sentence of our own. */
export const problemOf = (error: unknown): Problem => {
  // A resource wraps what was thrown in an Error with a `cause`, unless it was an Error.
  const thrown = error instanceof Error && error.cause instanceof HttpErrorResponse ? error.cause : error;
  if (!(thrown instanceof HttpErrorResponse)) {
    return unexpected(0, $localize`Something went wrong in this page.`, undefined);
  }
  if (thrown.status === 0) {
    return {
      code: 'unreachable',
      status: 0,
      title: $localize`No connection`,
      detail: $localize`The server did not answer. Check your connection and try again.`,
      errors: [],
      requestId: undefined,
    };
  }
  const body = bodyOf(thrown);
  if (!isProblemDocument(body)) {
    const requestId = thrown.headers.get('x-request-id') ?? undefined;
    return unexpected(thrown.status, $localize`The server answered with status ${thrown.status}:status:.`, requestId);
  }
  return {
    code: body.code,
    status: thrown.status,
    title: body.title,
    detail: body.detail,
    errors: body.errors ?? [],
    requestId: body.requestId,
  };
};

const unexpected = (status: number, detail: string, requestId: string | undefined): Problem => ({
  code: 'unexpected',
  status,
  title: $localize`Unexpected answer`,
  detail,
  errors: [],
  requestId,
});

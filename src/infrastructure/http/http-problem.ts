import type { Problem } from './contract/problem.ts';

export type FieldError = Readonly<{ path: string; message: string }>;

/** An answer other than success that this layer itself decides on; rules of the domain throw DomainError instead. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: Readonly<{
      facts?: Readonly<Record<string, unknown>>;
      errors?: readonly FieldError[];
      headers?: Readonly<Record<string, string>>;
      cause?: unknown;
    }> = {},
  ) {
    super(message, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.facts = more.facts;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not acceptable as it is',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Not available',
};

/** The RFC 9457 document of a problem. */
export const problemDocument = (problem: HttpProblem, requestId: string): Problem => ({
  type: `urn:netsoc-cloud:problem:${problem.code}`,
  title: titles[problem.status] ?? 'Problem',
  status: problem.status,
  code: problem.code,
  detail: problem.message,
  ...(problem.facts === undefined ? {} : { facts: { ...problem.facts } }),
  ...(problem.errors === undefined ? {} : { errors: problem.errors.map((error) => ({ ...error })) }),
  requestId,
});

/** The same answer whether something does not exist or is not the caller's to see. */
export const notFound = (what: string): HttpProblem => new HttpProblem(404, 'not-found', `There is no such ${what}.`);

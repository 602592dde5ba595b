/** An answer other than 200: status, reason phrase, and for status 400 what is wrong with which parameter. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly errors: Readonly<Record<string, string>> | undefined;

  constructor(status: number, reason: string, errors?: Readonly<Record<string, string>>) {
    super(reason);
    this.status = status;
    this.errors = errors;
  }
}

/** What Perl's `die` becomes on the wire. */
export const die = (reason: string): never => {
  throw new ApiRefusal(500, reason);
};

export const wrongParameters = (errors: Readonly<Record<string, string>>): ApiRefusal =>
  new ApiRefusal(400, 'Parameter verification failed.', errors);

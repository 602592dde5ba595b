/** Why an answer does not count: `wrong` is the person's, `unavailable` the service's. */
export type CaptchaFailure = 'missing' | 'wrong' | 'unavailable';

export class CaptchaError extends Error {
  override readonly name = 'CaptchaError';
  readonly failure: CaptchaFailure;

  constructor(failure: CaptchaFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** Tells people from programs. */
export type Captcha = Readonly<{
  /** @param answer what the person's browser sent. @throws CaptchaError when it does not prove a person */
  insistOnPerson: (answer: string | undefined) => Promise<void>;
}>;

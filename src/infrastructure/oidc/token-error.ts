/**
 * Why a token is refused; a closed list that callers may show and count:
 * - `malformed`: not a JWS in compact form, or its claims are of the wrong shape
 * - `algorithm-not-allowed`: signed with an algorithm outside the allow-list (`none` and shared secrets included)
 * - `unknown-key`: no published key has its key id
 * - `bad-signature`, `wrong-issuer`, `wrong-audience`, `expired`, `not-yet-valid`: as they say
 * - `not-an-access-token`: an ID, refresh or logout token
 * - `email-missing`: carries no e-mail address, so nobody can be found by it
 * - `provider-unavailable`: the keys could not be fetched: the token may well be good, try again later
 */
export type TokenErrorCode =
  | 'malformed'
  | 'algorithm-not-allowed'
  | 'unknown-key'
  | 'bad-signature'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'expired'
  | 'not-yet-valid'
  | 'not-an-access-token'
  | 'email-missing'
  | 'provider-unavailable';

/** Thrown for every token that is not accepted. The message never contains the token. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenErrorCode;

  constructor(code: TokenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

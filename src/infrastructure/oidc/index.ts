export { TokenError } from './token-error.ts';
export type { TokenErrorCode } from './token-error.ts';
export { createTokenVerifier } from './token-verifier.ts';
export type { TokenVerifier, TokenVerifierOptions } from './token-verifier.ts';
export type { VerifiedToken } from './access-token-claims.ts';

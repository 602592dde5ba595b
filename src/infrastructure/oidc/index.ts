export { TokenError } from './token-error.ts';
export { createTokenVerifier } from './token-verifier.ts';
export type { TokenVerifier } from './token-verifier.ts';

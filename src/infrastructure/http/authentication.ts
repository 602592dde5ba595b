import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../application/ports/clock.ts';
import type { Role } from '../../domain/kernel/actor.ts';
import type { AccountStanding } from '../../projections/account-list/index.ts';
import { TokenError } from '../oidc/index.ts';
import type { TokenVerifier } from '../oidc/index.ts';
import { anonymous } from './caller.ts';
import type { Caller, CallerAccount } from './caller.ts';
import { HttpProblem } from './http-problem.ts';
import type { SessionRecord } from './session-record.ts';

/** A person found in the directory, with the roles that their groups give. */
export type KnownPerson = Readonly<{
  account: CallerAccount;
  roles: readonly Role[];
  /** FreeIPA group names. */
  groups: readonly string[];
  /** OpenSSH public keys. */
  sshKeys: readonly string[];
  disabled: boolean;
  /** The directory did not answer; this is what it said some minutes ago. */
  stale: boolean;
}>;

/** Finds the person of a verified e-mail address. Throws DirectoryError. */
export type FindPerson = (email: string) => Promise<KnownPerson | undefined>;

/** What our own history says of an account; undefined for one that it does not know yet. */
export type StandingOf = (accountId: string) => Promise<AccountStanding | undefined>;

/** Recognises whoever makes a request. @throws HttpProblem 401, 403 or 503 */
export type Authenticate = (headers: IncomingHttpHeaders) => Promise<Caller>;

const unauthenticated = (code: string, message: string, error: 'invalid_request' | 'invalid_token'): HttpProblem =>
  new HttpProblem(401, code, message, {
    // RFC 6750 section 3: without any credentials the challenge names no error.
    headers: {
      'WWW-Authenticate': `Bearer realm="netsoc-cloud"${code === 'token-missing' ? '' : `, error="${error}"`}`,
    },
  });

/** The token of `Authorization: Bearer …`; undefined when there is no such header. @throws HttpProblem 401 */
const bearerToken = (headers: IncomingHttpHeaders): string | undefined => {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw unauthenticated('token-malformed', 'The Authorization header is not a bearer token.', 'invalid_request');
  }
  return token;
};

const ofTokenError = (error: TokenError): HttpProblem => {
  if (error.code === 'provider-unavailable') {
    return new HttpProblem(
      503,
      'sign-in-unavailable',
      'The OpenID provider does not answer, so tokens cannot be checked.',
      {
        headers: { 'Retry-After': '10' },
        cause: error,
      },
    );
  }
  return unauthenticated(`token-${error.code}`, `Sign in again: ${error.message}.`, 'invalid_token');
};

type VerifiedToken = Awaited<ReturnType<TokenVerifier['verify']>>;

/** Names of sessions that were made before: the verifier gives the same object for the same token. */
const sessions = new WeakMap<VerifiedToken, string>();

/** Tells sessions apart without revealing anything that opens one. */
const sessionOf = (verified: VerifiedToken, token: string): string => {
  const known = sessions.get(verified);
  if (known !== undefined) return known;
  const made = createHash('sha256')
    .update(verified.sessionId ?? token)
    .digest('hex')
    .slice(0, 16);
  sessions.set(verified, made);
  return made;
};

/** Providers tell the time of a sign-in in whole seconds: somebody who signs in at once after the end is let in. */
const beganBefore = ({ authenticatedAt }: VerifiedToken, time: string): boolean =>
  authenticatedAt < Math.floor(Date.parse(time) / 1000) * 1000;

/** An admin's word, or the person's own, counts at once: whatever the directory and the provider still say. */
const insistOnStanding = (standing: AccountStanding | undefined, verified: VerifiedToken, session: string): void => {
  if (standing === undefined) return;
  if (standing.disabled) throw new HttpProblem(403, 'account-disabled', 'Your account is disabled.');
  if (standing.phase === 'erasing' || standing.phase === 'erased') {
    throw new HttpProblem(403, 'account-erased', 'Your account is erased, as you asked.');
  }
  const { sessionsEnded, sessionKept } = standing;
  if (sessionsEnded !== null && session !== sessionKept && beganBefore(verified, sessionsEnded)) {
    throw unauthenticated('session-ended', 'This session was ended; sign in again.', 'invalid_token');
  }
};

export type AuthenticationDependencies = Readonly<{
  verifier: TokenVerifier;
  /** Cached look-up, at most 30 s old unless it says that it is stale. */
  findPerson: FindPerson;
  standingOf: StandingOf;
  sessions: SessionRecord;
  clock: Clock;
}>;

/** Access token -> verified e-mail -> person in the directory -> roles. Every step that fails refuses: nothing is guessed. */
export const createAuthentication =
  ({ verifier, findPerson, standingOf, sessions, clock }: AuthenticationDependencies): Authenticate =>
  async (headers) => {
    const token = bearerToken(headers);
    if (token === undefined) return anonymous;
    const verified = await verifier.verify(token).catch((error: unknown) => {
      throw error instanceof TokenError ? ofTokenError(error) : error;
    });
    if (!verified.emailVerified) {
      throw new HttpProblem(
        403,
        'email-unverified',
        'Your e-mail address is not verified yet; verify it and sign in again.',
      );
    }
    const person = await findPerson(verified.email);
    if (person === undefined) {
      throw new HttpProblem(403, 'account-unknown', 'Nobody in the directory has your e-mail address.');
    }
    const session = sessionOf(verified, token);
    insistOnStanding(await standingOf(person.account.id), verified, session);
    if (person.disabled) throw new HttpProblem(403, 'account-disabled', 'Your account is disabled.');
    if (person.roles.length === 0) {
      throw new HttpProblem(403, 'no-role', 'You are in none of the groups that may use this service.');
    }
    sessions.see(person.account.id, session, headers['user-agent'] ?? '', clock());
    return {
      actor: { type: 'account', id: person.account.id, roles: person.roles },
      roles: person.roles,
      account: person.account,
      groups: person.groups,
      sshKeys: person.sshKeys,
      rolesAreStale: person.stale,
      session,
    };
  };

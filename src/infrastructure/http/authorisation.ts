import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.ts';
import { HttpProblem } from './http-problem.ts';
import type { Route } from './route.ts';

/**
 * Refuses whoever may not call a route. Routes behind a key of their own (Traefik, metrics) check it themselves.
 * @throws HttpProblem 401 without a token, 403 without the role, 503 when a command would rest on stale roles
 */
export const authorise = (route: Route, caller: Caller): void => {
  const { access } = route;
  if (access === 'public' || access === 'traefik' || access === 'metrics' || caller.actor.type === 'cli') return;
  if (caller.account === undefined) {
    throw new HttpProblem(401, 'token-missing', 'Sign in first: this needs an access token.', {
      headers: { 'WWW-Authenticate': 'Bearer realm="netsoc-cloud"' },
    });
  }
  const allowed =
    access === 'signed-in' || (access !== 'operator' && access.some((role) => caller.roles.includes(role)));
  if (!allowed) {
    throw new HttpProblem(403, 'role-missing', 'Your account may not do this.', {
      facts: { needed: access === 'operator' ? [] : [...access] },
    });
  }
  if (route.command && caller.rolesAreStale) {
    throw new HttpProblem(
      503,
      'directory-unavailable',
      'FreeIPA does not answer, so what you may do cannot be checked.',
      {
        headers: { 'Retry-After': '10' },
      },
    );
  }
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Name of the key that was shown, in constant time over all of them; undefined when it is none. */
export const matchingKey = (
  keys: readonly Readonly<{ name: string; key: string }>[],
  shown: string,
): string | undefined => {
  const given = digest(shown);
  let found: string | undefined;
  for (const { name, key } of keys) {
    if (timingSafeEqual(digest(key), given)) found = name;
  }
  return found;
};

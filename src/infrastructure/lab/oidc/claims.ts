import type { RealmPerson } from './realm-people.ts';

/** The API that access tokens are for (`aud`), as an Audience mapper of Keycloak would add it. */
export const apiAudience = 'netsoc-cloud';

/** The portal's public client (`azp`). */
export const portalClientId = 'netsoc-portal';

/** What Keycloak's `profile`, `email` and group mappers put into the access token, the ID token and userinfo. */
export const identityClaims = (person: RealmPerson): Record<string, unknown> => ({
  name: person.displayName,
  given_name: person.givenName,
  family_name: person.familyName,
  preferred_username: person.username,
  email: person.email,
  email_verified: person.emailVerified,
  groups: person.groups,
});

/** What Keycloak adds to access tokens alone. */
export const accessTokenClaims = (
  person: RealmPerson,
  sessionId: string | undefined,
  /** Seconds since the epoch. */
  authenticatedAt: number | undefined,
): Record<string, unknown> => ({
  typ: 'Bearer',
  azp: portalClientId,
  ...(sessionId === undefined ? {} : { sid: sessionId }),
  ...(authenticatedAt === undefined ? {} : { auth_time: authenticatedAt }),
  acr: '1',
  realm_access: { roles: ['default-roles-netsoc', 'offline_access', 'uma_authorization'] },
  ...identityClaims(person),
});

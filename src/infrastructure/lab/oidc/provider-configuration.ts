import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { errorPage, signedOutPage, signOutPage } from './sign-in-pages.ts';
import { accessTokenClaims, apiAudience, identityClaims, portalClientId } from './claims.ts';
import type { RealmPeople } from './realm-people.ts';
import type { GrantStorage } from './grant-storage.ts';
import type { RealmKeys } from './signing-keys.ts';

/** Seconds. Access tokens live as long as Keycloak's do by default; a session is kept for a fortnight of development. */
const lifetimes = { accessToken: 300, code: 60, interaction: 3600, session: 14 * 24 * 3600 } as const;

const paths = '/protocol/openid-connect';

/** True for an address of this machine over plain HTTP, whatever the port: where a portal under development is served. */
export const isLoopback = (address: string): boolean => {
  const url = URL.parse(address);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
};

export type RealmConfigurationOptions = Readonly<{
  keys: RealmKeys;
  storage: GrantStorage;
  people: RealmPeople;
}>;

/** oidc-provider set up to look like a Keycloak realm with one public client and an Audience mapper for the API. */
export const realmConfiguration = ({ keys, storage, people }: RealmConfigurationOptions): Configuration => ({
  adapter: storage.adapter,
  jwks: { keys: [keys.signing] },
  cookies: { keys: [keys.cookie] },
  clients: [
    {
      client_id: portalClientId,
      client_name: 'Netsoc Cloud portal',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      // Only a placeholder: `allowLoopbackRedirects` decides, as a wildcard would in Keycloak.
      redirect_uris: ['http://127.0.0.1/'],
      post_logout_redirect_uris: ['http://127.0.0.1/'],
    },
  ],
  routes: {
    authorization: `${paths}/auth`,
    token: `${paths}/token`,
    userinfo: `${paths}/userinfo`,
    jwks: `${paths}/certs`,
    end_session: `${paths}/logout`,
    revocation: `${paths}/revoke`,
  },
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name', 'preferred_username', 'groups'],
    email: ['email', 'email_verified'],
  },
  // Keycloak puts the claims of profile and email into the ID token too.
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  clientBasedCORS: (_context, origin) => isLoopback(origin),
  // Keycloak gives refresh tokens without `offline_access`, bound to the session.
  issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  ttl: {
    AccessToken: lifetimes.accessToken,
    AuthorizationCode: lifetimes.code,
    IdToken: lifetimes.accessToken,
    Interaction: lifetimes.interaction,
    Session: lifetimes.session,
    Grant: lifetimes.session,
    RefreshToken: lifetimes.session,
  },
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) => {
        context.body = signOutPage(form);
      },
      postLogoutSuccessSource: (context) => {
        context.body = signedOutPage();
      },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:netsoc:cloud',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'openid profile email offline_access',
        audience: apiAudience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: lifetimes.accessToken,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  formats: {
    customizers: {
      // Keycloak's header says `JWT`, not RFC 9068's `at+jwt`.
      jwt: (_context, _token, parts) => {
        parts.header = { ...parts.header, typ: 'JWT' };
      },
    },
  },
  extraTokenClaims: (context, token) => {
    if (token.kind !== 'AccessToken') return undefined;
    const person = people.findById(token.accountId);
    // What the person signed in with stays the same over every renewal.
    const { AuthorizationCode: code, RefreshToken: refresh } = context.oidc.entities;
    const authenticatedAt = code?.authTime ?? refresh?.authTime;
    return person === undefined ? undefined : accessTokenClaims(person, token.sessionUid, authenticatedAt);
  },
  findAccount: (_context, id) => {
    const person = people.findById(id);
    if (person === undefined) return undefined;
    return { accountId: person.id, claims: () => ({ sub: person.id, ...identityClaims(person) }) };
  },
  interactions: { url: (_context, interaction) => interactionPath(interaction.uid) },
  loadExistingGrant: grantWhatIsAsked,
  renderError: (context, out) => {
    context.type = 'html';
    context.body = errorPage(out.error, out.error_description);
  },
});

/** Path of the sign-in page under the issuer. */
export const interactionPath = (uid: string): string => `/realms/netsoc/login-actions/authenticate/${uid}`;

/** The portal belongs to the same people as the provider: nobody is asked to consent. */
const grantWhatIsAsked: NonNullable<Configuration['loadExistingGrant']> = async (context: KoaContextWithOIDC) => {
  const { client, session, account, provider, params } = context.oidc;
  if (client === undefined || account === undefined) return undefined;
  const known = session?.grantIdFor(client.clientId);
  const found = known === undefined ? undefined : await provider.Grant.find(known);
  const grant = found ?? new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  const scope = typeof params?.['scope'] === 'string' ? params['scope'] : 'openid';
  grant.addOIDCScope(scope);
  grant.addResourceScope('urn:netsoc:cloud', scope);
  await grant.save();
  return grant;
};

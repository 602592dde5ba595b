import { HttpClient } from '@angular/common/http';
import { inject, provideAppInitializer, type EnvironmentProviders, type Provider } from '@angular/core';
import { LogLevel, StsConfigHttpLoader, StsConfigLoader, provideAuth } from 'angular-auth-oidc-client';
import { map } from 'rxjs';
import type { PortalConfig } from '../api/contract';
import { Session } from './session';

/** The provider's address comes from the server, so one build of the portal serves every deployment. */
const loadConfiguration = (): StsConfigHttpLoader => {
  const origin = globalThis.location.origin;
  return new StsConfigHttpLoader(
    inject(HttpClient)
      .get<PortalConfig>('/v1/portal-config')
      .pipe(
        map(({ authority, clientId, scope }) => ({
          authority,
          clientId,
          scope,
          redirectUrl: `${origin}/`,
          postLogoutRedirectUri: `${origin}/`,
          responseType: 'code',
          silentRenew: true,
          useRefreshToken: true,
          renewTimeBeforeTokenExpiresInSeconds: 30,
          // The access token is what the API asks for; its end is what counts.
          triggerRefreshWhenIdTokenExpired: false,
          ignoreNonceAfterRefresh: true,
          // Keycloak binds refresh tokens to the session; `offline_access` is not wanted.
          disableRefreshTokenOfflineAccessScopeWarning: true,
          // Who the person is, `/v1/me` says.
          autoUserInfo: false,
          // Where to go after sign-in is the landing page's decision.
          triggerAuthorizationResultEvent: true,
          logLevel: LogLevel.None,
        })),
      ),
  );
};

/** Sign-in, and the session taken up before the first page is shown. */
export const provideSession = (): (Provider | EnvironmentProviders)[] => [
  provideAuth({ loader: { provide: StsConfigLoader, useFactory: loadConfiguration } }),
  provideAppInitializer(() => inject(Session).start()),
];

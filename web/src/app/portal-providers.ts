import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  type ApplicationConfig,
} from '@angular/core';
import { MAT_SNACK_BAR_DEFAULT_OPTIONS } from '@angular/material/snack-bar';
import { MatIconRegistry } from '@angular/material/icon';
import { MAT_FORM_FIELD_DEFAULT_OPTIONS } from '@angular/material/form-field';
import { DomSanitizer } from '@angular/platform-browser';
import {
  TitleStrategy,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withRouterConfig,
} from '@angular/router';
import { consistencyInterceptor } from './api/consistency-interceptor';
import { registerIcons } from './design/icon-registration';
import { LinkToken } from './links/link-token';
import { portalRoutes } from './portal-routes';
import { provideSession } from './session/provide-session';
import { sessionInterceptor } from './session/session-interceptor';
import { handleNavigationError } from './shell/navigation-errors';
import { PageTitle } from './shell/page-title';

export const portalProviders: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(withInterceptors([sessionInterceptor, consistencyInterceptor])),
    provideRouter(
      portalRoutes,
      withComponentInputBinding(),
      withNavigationErrorHandler(handleNavigationError),
      // The handler reports; nobody waits for the promise of a click.
      withRouterConfig({ resolveNavigationPromiseOnError: true }),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
    ),
    // Before anything else reads the address.
    provideAppInitializer(() => void inject(LinkToken)),
    provideSession(),
    provideAppInitializer(() => registerIcons(inject(MatIconRegistry), inject(DomSanitizer))),
    { provide: TitleStrategy, useExisting: PageTitle },
    { provide: MAT_SNACK_BAR_DEFAULT_OPTIONS, useValue: { duration: 5000 } },
    { provide: MAT_FORM_FIELD_DEFAULT_OPTIONS, useValue: { appearance: 'outline', subscriptSizing: 'dynamic' } },
  ],
};

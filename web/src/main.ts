import { bootstrapApplication } from '@angular/platform-browser';
import { Portal } from './app/portal';
import { portalProviders } from './app/portal-providers';

bootstrapApplication(Portal, portalProviders).catch((error: unknown) => {
  // Nothing of the page exists that could show it.
  reportError(error);
});

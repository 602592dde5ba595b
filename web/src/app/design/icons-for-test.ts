import { inject, provideEnvironmentInitializer, type EnvironmentProviders } from '@angular/core';
import { MatIconRegistry } from '@angular/material/icon';
import { DomSanitizer } from '@angular/platform-browser';
import { registerIcons } from './icon-registration';

/** The portal's icons in a test of a component; an icon that does not exist fails the test. */
export const provideIconsForTest = (): EnvironmentProviders =>
  provideEnvironmentInitializer(() => registerIcons(inject(MatIconRegistry), inject(DomSanitizer)));

import type { MatIconRegistry } from '@angular/material/icon';
import type { DomSanitizer } from '@angular/platform-browser';
import { iconPaths } from './icons';

/** Makes the icons known to `mat-icon`: part of the bundle, so none is fetched and none pops in. */
export const registerIcons = (registry: MatIconRegistry, sanitizer: DomSanitizer): void => {
  for (const [name, path] of Object.entries(iconPaths)) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -960 960 960"><path d="${path}"/></svg>`;
    // Our own constant text, with no part that comes from outside.
    registry.addSvgIconLiteral(name, sanitizer.bypassSecurityTrustHtml(svg));
  }
};

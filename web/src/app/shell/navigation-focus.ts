import { Injectable, inject } from '@angular/core';
import { NavigationEnd, Router } from '@angular/router';
import { filter, skip } from 'rxjs';

/**
 * After a navigation the focus goes to the new page's heading, as it would after a load: screen readers then say where one is.
 * Changes of the query (filters) and of tabs inside a page leave it where it is.
 */
@Injectable({ providedIn: 'root' })
export class NavigationFocus {
  readonly #router = inject(Router);

  start(): void {
    let page = '';
    this.#router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        skip(1),
      )
      .subscribe(({ urlAfterRedirects }) => {
        const next = pageOf(urlAfterRedirects);
        if (next === page) return;
        page = next;
        // The page is drawn in this frame.
        requestAnimationFrame(() => {
          const heading = document.querySelector<HTMLElement>('main h1');
          const target = heading ?? document.querySelector<HTMLElement>('main');
          target?.setAttribute('tabindex', '-1');
          target?.focus({ preventScroll: true });
        });
      });
  }
}

/** The address without query, fragment and tab: `/instances/<id>/history` is the page `/instances/<id>`. */
const pageOf = (url: string): string =>
  (url.split(/[?#]/)[0] ?? '').replace(/^(\/instances\/[^/]+|\/account)\/.*$/, '$1');

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
          const main = document.querySelector<HTMLElement>('main');
          if (main === null || focusHeading(main)) return;
          focus(main);
          focusHeadingOnceThere(main);
        });
      });
  }
}

const focus = (element: HTMLElement): void => {
  element.setAttribute('tabindex', '-1');
  element.focus({ preventScroll: true });
};

const focusHeading = (main: HTMLElement): boolean => {
  const heading = main.querySelector<HTMLElement>('h1');
  if (heading !== null) focus(heading);
  return heading !== null;
};

/** Some headings come with the data. Whoever has moved on by then stays where they are. */
const focusHeadingOnceThere = (main: HTMLElement): void => {
  const watch = new MutationObserver(() => {
    if (document.activeElement !== main || focusHeading(main)) watch.disconnect();
  });
  watch.observe(main, { childList: true, subtree: true });
};

/** The address without query, fragment and tab: `/instances/<id>/history` is the page `/instances/<id>`. */
const pageOf = (url: string): string =>
  (url.split(/[?#]/)[0] ?? '').replace(/^(\/instances\/[^/]+|\/account)\/.*$/, '$1');

import { DOCUMENT, ErrorHandler, inject } from '@angular/core';
import { Router, type NavigationError } from '@angular/router';

/** What browsers say, each in its words, when a script of the page can not be fetched. */
const missingScript = /dynamically imported module|Importing a module script failed|error loading dynamically/i;

/**
 * A portal that was updated while a page was open has other files: the page that was asked for is then loaded whole.
 * Not on the first navigation of a page, which would load for ever.
 */
export const handleNavigationError = ({ error, url }: NavigationError): void => {
  const { location } = inject(DOCUMENT);
  if (error instanceof Error && missingScript.test(error.message) && inject(Router).navigated) {
    location.assign(url);
    return;
  }
  inject(ErrorHandler).handleError(error);
};

import { InjectionToken, LOCALE_ID, inject } from '@angular/core';

/**
 * How dates and numbers are written: as the browser's region does it, when it speaks the language of the page
 * (an English page shows `23 November` to Dublin and `November 23` to Boston); else as the page's language does.
 */
export const FORMAT_LOCALE = new InjectionToken<string>('FORMAT_LOCALE', {
  providedIn: 'root',
  factory: () => {
    const language = inject(LOCALE_ID);
    const [base = language] = language.split('-');
    return navigator.languages.find((candidate) => candidate.split('-')[0] === base) ?? language;
  },
});

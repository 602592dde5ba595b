import { DOCUMENT, Injectable, inject, signal } from '@angular/core';

/** The token in a fragment, `token=…`; undefined where there is none. */
export const tokenIn = (fragment: string | null): string | undefined => {
  const token = new URLSearchParams(fragment ?? '').get('token')?.trim();
  return token === '' ? undefined : token;
};

/**
 * The token of a single-use link that was opened, held in this page's memory and nowhere else: it is taken out of the address
 * and the history before anything else looks at them.
 */
@Injectable({ providedIn: 'root' })
export class LinkToken {
  readonly #value = signal<string | undefined>(undefined);
  readonly value = this.#value.asReadonly();

  constructor() {
    const { location, defaultView } = inject(DOCUMENT);
    const token = tokenIn(location.hash.slice(1));
    if (token === undefined) return;
    this.#value.set(token);
    defaultView?.history.replaceState(null, '', location.pathname + location.search);
  }

  hold(token: string): void {
    this.#value.set(token);
  }

  /** It has done its work, or never will. */
  forget(): void {
    this.#value.set(undefined);
  }
}

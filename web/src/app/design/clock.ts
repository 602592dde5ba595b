import { DestroyRef, Injectable, inject, signal } from '@angular/core';

/** The present, in milliseconds, once a second. Everything on the screen that ages reads this one clock. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly #now = signal(Date.now());
  readonly now = this.#now.asReadonly();

  constructor() {
    const tick = (): void => {
      if (!document.hidden) this.#now.set(Date.now());
    };
    const timer = setInterval(tick, 1000);
    // Browsers slow timers of hidden pages; what comes back to the front is right at once.
    document.addEventListener('visibilitychange', tick);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    });
  }
}

import { Injectable, effect, signal } from '@angular/core';

export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'theme';

/** Light, dark, or what the system says. `public/theme.js` applies the kept choice before the first paint. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly #choice = signal<ThemeChoice>(kept());
  readonly choice = this.#choice.asReadonly();

  constructor() {
    effect(() => {
      const choice = this.#choice();
      const { dataset } = document.documentElement;
      if (choice === 'system') delete dataset['theme'];
      else dataset['theme'] = choice;
    });
  }

  /** Whether the page is dark now; for what brings colours of its own. */
  isDark(): boolean {
    const choice = this.#choice();
    return choice === 'system' ? globalThis.matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark';
  }

  choose(choice: ThemeChoice): void {
    this.#choice.set(choice);
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  }
}

const kept = (): ThemeChoice => {
  const choice = localStorage.getItem(key);
  return choice === 'light' || choice === 'dark' ? choice : 'system';
};

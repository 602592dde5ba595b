import { Injectable, signal } from '@angular/core';
import { comparePositions } from './position';

/**
 * The newest log position this browser has heard of, from its own commands and from the stream of changes.
 * Queries ask for an answer at least as new, so that a person never sees the state before their own act.
 */
@Injectable({ providedIn: 'root' })
export class KnownPosition {
  readonly #newest = signal<string | undefined>(undefined);
  readonly newest = this.#newest.asReadonly();

  learn(position: string): void {
    const known = this.#newest();
    if (known === undefined || comparePositions(position, known) > 0) this.#newest.set(position);
  }

  /** After sign-out: another person may sign in, on a server with another log. */
  forget(): void {
    this.#newest.set(undefined);
  }
}

import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { Session } from '../session/session';

/** The session ran out: says so above the page, which stays readable, and offers the way back to this very place. */
@Component({
  selector: 'app-session-ended',
  imports: [MatButton, MatIcon],
  template: `
    <mat-icon svgIcon="lock" aria-hidden="true" />
    <p i18n>Your session has ended. Sign in again and you are back here.</p>
    <button matButton="filled" type="button" (click)="signIn()" i18n>Sign in</button>
  `,
  host: { role: 'alert' },
  styles: `
    :host {
      display: flex;
      gap: 12px;
      align-items: center;
      justify-content: center;
      padding: 10px 16px;
      background: var(--mat-sys-primary-container);
      color: var(--mat-sys-on-primary-container);
    }
    mat-icon {
      flex: none;
    }
  `,
})
export class SessionEnded {
  readonly #session = inject(Session);
  readonly #router = inject(Router);

  protected signIn(): void {
    this.#session.signIn(this.#router.url);
  }
}

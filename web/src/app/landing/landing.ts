import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Session } from '../session/session';
import { ThemeMenu } from '../shell/theme-menu';

/** What people see who are not signed in. */
@Component({
  selector: 'app-landing',
  imports: [MatButton, MatIcon, ThemeMenu],
  templateUrl: './landing.html',
  styleUrl: './landing.scss',
})
export class Landing {
  protected readonly session = inject(Session);

  protected signIn(): void {
    this.session.signIn('/instances');
  }

  /** The configuration is read once per load of the page. */
  protected reload(): void {
    globalThis.location.reload();
  }
}

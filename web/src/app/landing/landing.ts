import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { PortalConfiguration } from '../api/portal-configuration';
import { Session } from '../session/session';

/** What people see who are not signed in. */
@Component({
  selector: 'app-landing',
  imports: [MatButton, MatIcon, RouterLink],
  templateUrl: './landing.html',
  styleUrl: './landing.scss',
})
export class Landing {
  protected readonly portal = inject(PortalConfiguration);
  protected readonly session = inject(Session);

  protected signIn(): void {
    this.session.signIn('/instances');
  }

  /** The configuration is read once per load of the page. */
  protected reload(): void {
    globalThis.location.reload();
  }
}

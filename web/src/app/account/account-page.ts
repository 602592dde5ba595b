import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { PageHeader } from '../design/page-header';
import { Session } from '../session/session';

const sections: readonly Readonly<{ path: string; label: string }>[] = [
  { path: '.', label: $localize`Profile` },
  { path: 'password', label: $localize`Password` },
  { path: 'ssh-keys', label: $localize`SSH keys` },
  { path: 'sessions', label: $localize`Sessions` },
  { path: 'history', label: $localize`History` },
  { path: 'privacy', label: $localize`Privacy` },
];

/** A person's own account, in sections. */
@Component({
  selector: 'app-account-page',
  imports: [PageHeader, RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <app-page-header heading="Your account" i18n-heading />
    <nav aria-label="Sections of your account" i18n-aria-label>
      <ul role="list">
        @for (section of sections; track section.path) {
          <li>
            <a
              [routerLink]="section.path"
              routerLinkActive="here"
              ariaCurrentWhenActive="page"
              [routerLinkActiveOptions]="{ exact: true }"
              >{{ section.label }}</a
            >
          </li>
        }
      </ul>
    </nav>
    @if (session.me()) {
      <router-outlet />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    ul {
      display: flex;
      gap: 8px;
      flex-wrap: wrap;
    }
    a {
      display: block;
      padding: 8px 16px;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 999px;
      color: var(--mat-sys-on-surface-variant);
      font: var(--mat-sys-label-large);
      text-decoration: none;
    }
    a:hover {
      background: color-mix(in srgb, var(--mat-sys-on-surface) 8%, transparent);
    }
    a.here {
      border-color: transparent;
      background: var(--mat-sys-secondary-container);
      color: var(--mat-sys-on-secondary-container);
    }
  `,
})
export class AccountPage {
  protected readonly session = inject(Session);
  protected readonly sections = sections;
}

import { Component, computed, inject, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Session } from '../session/session';
import { destinationGroups } from './destinations';

@Component({
  selector: 'app-navigation-list',
  imports: [MatIcon, RouterLink, RouterLinkActive],
  template: `
    @for (group of groups(); track $index) {
      @if (group.heading; as heading) {
        <h2>{{ heading }}</h2>
      }
      <ul role="list">
        @for (destination of group.destinations; track destination.path) {
          <li>
            <a
              [routerLink]="destination.path"
              routerLinkActive="here"
              ariaCurrentWhenActive="page"
              (click)="arrived.emit()"
            >
              <mat-icon [svgIcon]="destination.icon" aria-hidden="true" />
              {{ destination.label }}
            </a>
          </li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 16px 12px;
    }
    h2 {
      margin: 20px 0 4px;
      padding: 0 16px;
      color: var(--mat-sys-on-surface-variant);
      font: var(--mat-sys-label-medium);
    }
    a {
      display: flex;
      gap: 12px;
      align-items: center;
      min-height: 44px;
      padding: 0 16px;
      border-radius: 999px;
      color: var(--mat-sys-on-surface-variant);
      font: var(--mat-sys-label-large);
      text-decoration: none;
    }
    a:hover {
      background: color-mix(in srgb, var(--mat-sys-on-surface) 8%, transparent);
    }
    a.here {
      background: var(--mat-sys-secondary-container);
      color: var(--mat-sys-on-secondary-container);
    }
    a:focus-visible {
      outline-offset: -2px;
    }
    mat-icon {
      flex: none;
    }
  `,
})
export class NavigationList {
  readonly #session = inject(Session);

  /** A destination was chosen; a drawer over the page closes then. */
  readonly arrived = output();

  protected readonly groups = computed(() =>
    destinationGroups.filter(
      // Before the server has said who this is, what everybody has is shown: nothing jumps for members.
      ({ roles }) => this.#session.hasRole(...roles) || (this.#session.me() === undefined && roles.includes('member')),
    ),
  );
}

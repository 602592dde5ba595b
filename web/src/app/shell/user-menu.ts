import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import type { Role } from '../api/contract';
import { Session } from '../session/session';

const roleLabels: Readonly<Record<Role, string>> = {
  member: $localize`Member`,
  admin: $localize`Admin`,
  auditor: $localize`Auditor`,
};

@Component({
  selector: 'app-user-menu',
  imports: [MatDivider, MatIcon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matIconButton type="button" [matMenuTriggerFor]="menu" [attr.aria-label]="label()">
      <mat-icon svgIcon="account_circle" />
    </button>
    <mat-menu #menu="matMenu" class="user-menu">
      @if (session.me(); as me) {
        <div class="person">
          <strong>{{ me.displayName }}</strong>
          <span>{{ me.username }} · {{ me.email }}</span>
          <span class="roles">
            @for (role of me.roles; track role) {
              <span>{{ roleLabels[role] }}</span>
            }
          </span>
        </div>
        <mat-divider />
      }
      <button mat-menu-item (click)="session.signOut()">
        <mat-icon svgIcon="logout" />
        <span i18n>Sign out</span>
      </button>
    </mat-menu>
  `,
  styles: `
    .person {
      display: grid;
      gap: 2px;
      padding: 8px 16px 12px;
      overflow-wrap: anywhere;
      font: var(--mat-sys-body-medium);
    }
    .roles {
      display: flex;
      gap: 4px;
      margin-top: 4px;
    }
    .roles span {
      padding: 2px 8px;
      border-radius: 999px;
      background: var(--mat-sys-secondary-container);
      color: var(--mat-sys-on-secondary-container);
      font: var(--mat-sys-label-small);
    }
  `,
})
export class UserMenu {
  protected readonly session = inject(Session);
  protected readonly roleLabels = roleLabels;
  protected readonly label = computed(() => {
    const me = this.session.me();
    return me === undefined ? $localize`Account` : $localize`Account of ${me.username}:username:`;
  });
}

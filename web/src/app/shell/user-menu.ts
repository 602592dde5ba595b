import { CdkTrapFocus } from '@angular/cdk/a11y';
import { CdkConnectedOverlay, CdkOverlayOrigin, type ConnectedPosition } from '@angular/cdk/overlay';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { roleLabels } from '../session/role-labels';
import { Session } from '../session/session';

/** Who is signed in, with which roles, and the way out. A small dialog: a menu may hold nothing but items. */
@Component({
  selector: 'app-user-menu',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, CdkTrapFocus, MatButton, MatIcon, MatIconButton, RouterLink],
  templateUrl: './user-menu.html',
  styleUrl: './user-menu.scss',
})
export class UserMenu {
  protected readonly session = inject(Session);
  protected readonly roleLabels = roleLabels;
  protected readonly open = signal(false);
  protected readonly label = computed(() => {
    const me = this.session.me();
    return me === undefined ? $localize`Account` : $localize`Account of ${me.username}:username:`;
  });
  protected readonly positions: ConnectedPosition[] = [
    { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 4 },
  ];

  protected closeOnEscape(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.open.set(false);
  }
}

import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, DOCUMENT, computed, inject, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatSidenav, MatSidenavContainer, MatSidenavContent } from '@angular/material/sidenav';
import { MatToolbar } from '@angular/material/toolbar';
import { Router, RouterLink, RouterOutlet } from '@angular/router';
import { map } from 'rxjs';
import { ProblemNote } from '../design/problem-note';
import { OwnAccountWatch } from '../session/own-account-watch';
import { Session } from '../session/session';
import { Barred } from './barred';
import { ConnectionBanner } from './connection-banner';
import { ErasureBanner } from './erasure-banner';
import { NavigationList } from './navigation-list';
import { SessionEnded } from './session-ended';
import { ThemeMenu } from './theme-menu';
import { UserMenu } from './user-menu';

/** Everything around a page of a person who is signed in. */
@Component({
  selector: 'app-shell',
  imports: [
    Barred,
    ConnectionBanner,
    ErasureBanner,
    MatButton,
    MatIcon,
    MatIconButton,
    MatSidenav,
    MatSidenavContainer,
    MatSidenavContent,
    MatToolbar,
    NavigationList,
    ProblemNote,
    RouterLink,
    RouterOutlet,
    SessionEnded,
    ThemeMenu,
    UserMenu,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  readonly #document = inject(DOCUMENT);
  protected readonly session = inject(Session);
  protected readonly router = inject(Router);
  protected readonly wide = toSignal(
    inject(BreakpointObserver)
      .observe('(min-width: 960px)')
      .pipe(map(({ matches }) => matches)),
    { requireSync: true },
  );
  protected readonly barred = computed(() => this.session.state() === 'barred');
  protected readonly navigation = viewChild.required(MatSidenav);

  constructor() {
    inject(OwnAccountWatch).start();
  }

  /** A link to `#main` would leave the page: `base` is the root. */
  protected skipToContent(event: Event): void {
    event.preventDefault();
    this.#document.querySelector<HTMLElement>('main')?.focus();
  }

  protected arrived(): void {
    if (!this.wide()) void this.navigation().close();
  }
}

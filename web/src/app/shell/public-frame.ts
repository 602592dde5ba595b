import { Component } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';
import { ThemeMenu } from './theme-menu';

/** Around the pages that are read before anybody is signed in. */
@Component({
  selector: 'app-public-frame',
  imports: [RouterLink, RouterOutlet, ThemeMenu],
  template: `
    <header>
      <a class="brand" routerLink="/"><img src="favicon.svg" alt="" width="28" height="28" />Netsoc Cloud</a>
      <app-theme-menu />
    </header>
    <main tabindex="-1"><router-outlet /></main>
    <footer>
      <a href="/docs" i18n>API documentation</a>
    </footer>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 100dvh;
    }
    header,
    footer {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 12px 20px;
    }
    .brand {
      display: inline-flex;
      gap: 10px;
      align-items: center;
      border-radius: 8px;
      color: inherit;
      font: var(--mat-sys-title-medium);
      font-weight: 600;
      text-decoration: none;
    }
    main {
      box-sizing: border-box;
      flex: 1;
      width: 100%;
      max-width: 960px;
      margin: 0 auto;
      padding: clamp(24px, 8vh, 96px) 24px 48px;
    }
    @media (width < 600px) {
      main {
        padding-inline: 16px;
      }
    }
  `,
})
export class PublicFrame {}

import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { IconName } from './icons';

/** What a page shows in place of content: nothing yet, nothing matches, not found. Acts go inside. */
@Component({
  selector: 'app-screen-state',
  imports: [MatIcon],
  template: `
    <mat-icon [svgIcon]="icon()" aria-hidden="true" />
    @if (wholePage()) {
      <h1>{{ heading() }}</h1>
    } @else {
      <h2>{{ heading() }}</h2>
    }
    <p class="muted">{{ sentence() }}</p>
    <div class="acts"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 8px;
      padding: 64px 16px;
      text-align: center;
    }
    mat-icon {
      width: 48px;
      height: 48px;
      color: var(--mat-sys-primary);
    }
    h1,
    h2 {
      font: var(--mat-sys-title-large);
    }
    p {
      max-width: 44ch;
      text-wrap: pretty;
    }
    .acts {
      display: flex;
      gap: 8px;
      flex-wrap: wrap;
      justify-content: center;
      margin-top: 8px;
    }
  `,
})
export class ScreenState {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
  readonly sentence = input.required<string>();
  /** There is nothing else on the page, so this is its heading. */
  readonly wholePage = input(false);
}

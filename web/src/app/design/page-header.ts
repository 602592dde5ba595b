import { Component, input } from '@angular/core';

/** A page's name and, beside it, what one can do here. */
@Component({
  selector: 'app-page-header',
  template: `<div class="names">
      <h1>{{ heading() }}</h1>
      @if (sentence(); as text) {
        <p class="muted">{{ text }}</p>
      }
    </div>
    <div class="acts"><ng-content /></div>`,
  styles: `
    :host {
      display: flex;
      gap: 12px 24px;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
    }
    h1 {
      font: var(--mat-sys-headline-medium);
      font-weight: 600;
      letter-spacing: -0.01em;
      overflow-wrap: anywhere;
    }
    .names {
      min-width: 0;
    }
    p {
      max-width: 68ch;
      margin-top: 4px;
      text-wrap: pretty;
    }
    .acts {
      display: flex;
      gap: 8px;
      flex-wrap: wrap;
    }
    .acts:empty {
      display: none;
    }
  `,
})
export class PageHeader {
  readonly heading = input.required<string>();
  readonly sentence = input<string>();
}

import { Component } from '@angular/core';

/** The shape of rows that are on their way; shown only when they take long enough to be missed. */
@Component({
  selector: 'app-skeleton-list',
  template: `<span class="visually-hidden" i18n>Loading</span>
    <div></div>
    <div></div>
    <div></div>`,
  host: { role: 'status' },
  styles: `
    :host {
      display: grid;
      gap: 8px;
      animation: appear 200ms 300ms backwards;
    }
    div {
      height: 70px;
      border-radius: 12px;
      background: var(--mat-sys-surface-container);
    }
    @keyframes appear {
      from {
        opacity: 0;
      }
    }
  `,
})
export class SkeletonList {}

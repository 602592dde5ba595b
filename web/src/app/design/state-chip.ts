import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { StateLook } from './tone';

/** A state in icon, word and colour. */
@Component({
  selector: 'app-state-chip',
  imports: [MatIcon],
  template: `<mat-icon
      [svgIcon]="look().icon"
      aria-hidden="true"
      [class.turning]="look().icon === 'progress_activity'"
    />
    <span>{{ look().label }}</span>`,
  host: { '[class]': "'tone-' + look().tone" },
  styles: `
    :host {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      padding: 3px 10px 3px 7px;
      border-radius: 999px;
      font: var(--mat-sys-label-medium);
      white-space: nowrap;
    }
    mat-icon {
      flex: none;
      width: 16px;
      height: 16px;
    }
    :host(.tone-good) {
      background: var(--tone-good-ground);
      color: var(--tone-good-text);
    }
    :host(.tone-busy) {
      background: var(--tone-busy-ground);
      color: var(--tone-busy-text);
    }
    :host(.tone-wait) {
      background: var(--tone-wait-ground);
      color: var(--tone-wait-text);
    }
    :host(.tone-bad) {
      background: var(--tone-bad-ground);
      color: var(--tone-bad-text);
    }
    :host(.tone-off) {
      background: var(--tone-off-ground);
      color: var(--tone-off-text);
    }
    .turning {
      animation: turn 1.2s linear infinite;
    }
    @keyframes turn {
      to {
        rotate: 360deg;
      }
    }
  `,
})
export class StateChip {
  readonly look = input.required<StateLook>();
}

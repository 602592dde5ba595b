import { Component, computed, contentChildren, inject, input, output } from '@angular/core';
import { MatButton, type MatButtonAppearance } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { Act } from '../api/contract';

let bars = 0;

/** One act that the person sees, in an `app-act-bar`; while it is refused it cannot be pressed. */
@Component({
  selector: 'app-act-button',
  imports: [MatButton, MatIcon],
  template: `
    <button
      [matButton]="look()"
      type="button"
      [disabled]="!act().allowed || busy()"
      [attr.aria-label]="label()"
      [attr.aria-describedby]="whyNot() === null ? null : reasonsId"
      (click)="press.emit()"
    >
      @if (icon(); as icon) {
        <mat-icon [svgIcon]="icon" />
      }
      <ng-content />
    </button>
  `,
})
export class ActButton {
  readonly act = input.required<Act>();
  readonly look = input<MatButtonAppearance>('outlined');
  readonly icon = input<string>();
  /** What it is called where its text alone does not tell it from others on the page. */
  readonly label = input<string>();
  /** An act of this bar is under way. */
  readonly busy = input(false);
  readonly press = output();

  protected readonly reasonsId = inject(ActBar).reasonsId;
  readonly whyNot = computed(() => {
    const { allowed, reason } = this.act();
    return allowed ? null : reason;
  });
}

/** Buttons for what can be done with one thing, and under them why some of it cannot be done now: each sentence once. */
@Component({
  selector: 'app-act-bar',
  template: `
    <div class="acts"><ng-content /></div>
    @if (reasons().length > 0) {
      <p class="muted reason" [id]="reasonsId">{{ reasons().join(' ') }}</p>
    }
  `,
  styles: `
    .acts {
      display: flex;
      gap: 8px;
      flex-wrap: wrap;
    }
    .reason {
      margin-top: 6px;
      font: var(--mat-sys-body-small);
    }
  `,
})
export class ActBar {
  protected readonly buttons = contentChildren(ActButton, { descendants: true });

  readonly reasonsId = `why-not-${bars++}`;
  protected readonly reasons = computed(() => [...new Set(this.buttons().flatMap((button) => button.whyNot() ?? []))]);
}

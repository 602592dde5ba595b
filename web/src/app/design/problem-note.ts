import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { Problem } from '../api/problem';

/** A failure: what, why, what to tell an admin, and a way to try again where that makes sense. */
@Component({
  selector: 'app-problem-note',
  imports: [MatButton, MatIcon],
  template: `
    <mat-icon [svgIcon]="problem().code === 'unreachable' ? 'cloud_off' : 'error'" aria-hidden="true" />
    <div class="text">
      <strong>{{ problem().title }}</strong>
      <p>{{ problem().detail }}</p>
      @for (error of otherErrors(); track error.path) {
        <p>{{ error.path }}: {{ error.message }}</p>
      }
      @if (problem().requestId; as requestId) {
        <p class="request" i18n>
          Request <code>{{ requestId }}</code>
        </p>
      }
    </div>
    @if (retryable()) {
      <button matButton type="button" (click)="retry.emit()" i18n>Try again</button>
    }
  `,
  host: { role: 'alert' },
  styles: `
    :host {
      display: flex;
      gap: 12px;
      align-items: start;
      padding: 12px 16px;
      border-radius: 12px;
      background: var(--tone-bad-ground);
      color: var(--tone-bad-text);
      --mat-button-text-label-text-color: currentColor;
    }
    mat-icon {
      flex: none;
    }
    .text {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .request {
      margin-top: 4px;
      font: var(--mat-sys-body-small);
    }
  `,
})
export class ProblemNote {
  readonly problem = input.required<Problem>();
  readonly retryable = input(false);
  /** Fields whose messages the form shows itself. */
  readonly shownFields = input<readonly string[]>([]);
  readonly retry = output();

  protected readonly otherErrors = computed(() =>
    this.problem().errors.filter(({ path }) => !this.shownFields().some((field) => path.endsWith(field))),
  );
}

import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { Step } from '../api/contract';
import { formatDuration } from '../design/duration';
import { StepRow } from './step-row';
import { wholeTime } from './step-time';

/** The steps of some work: open while they run or stand still, folded away with their total once it is done. */
@Component({
  selector: 'app-steps-card',
  imports: [MatIcon, MatProgressBar, StepRow],
  template: `
    @if (underWay()) {
      <div class="head">
        <h2>{{ doing() }}</h2>
        <span class="muted" role="status" i18n>{{ succeeded() }} of {{ steps().length }} steps</span>
      </div>
      <mat-progress-bar mode="determinate" [attr.aria-label]="doing()" [value]="(100 * succeeded()) / steps().length" />
      <ol role="list" [attr.data-testid]="name()">
        @for (step of steps(); track step.name) {
          <li appStepRow [step]="step"></li>
        }
      </ol>
    } @else {
      <details>
        <summary>
          <h2>{{ done() }}</h2>
          <span class="muted">{{ total() }}</span>
          <mat-icon svgIcon="keyboard_arrow_down" aria-hidden="true" />
        </summary>
        <ol role="list" [attr.data-testid]="name()">
          @for (step of steps(); track step.name) {
            <li appStepRow [step]="step"></li>
          }
        </ol>
      </details>
    }
  `,
  host: { class: 'panel' },
  styles: `
    .head {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
    }
    mat-progress-bar {
      margin: 4px 0 16px;
      border-radius: 2px;
    }
    summary {
      display: flex;
      gap: 12px;
      align-items: center;
      margin: -8px;
      padding: 8px;
      border-radius: 8px;
      cursor: pointer;
      list-style: none;
    }
    summary::-webkit-details-marker {
      display: none;
    }
    summary h2 {
      margin: 0;
    }
    summary mat-icon {
      margin-left: auto;
      transition: rotate 150ms;
    }
    details[open] summary mat-icon {
      rotate: 180deg;
    }
    details ol {
      margin-top: 16px;
    }
  `,
})
export class StepsCard {
  readonly steps = input.required<readonly Step[]>();
  /** Heading while it is done. */
  readonly doing = input.required<string>();
  /** Heading afterwards. */
  readonly done = input.required<string>();
  readonly underWay = input.required<boolean>();
  /** What tests find the list by. */
  readonly name = input('steps');

  protected readonly succeeded = computed(() => this.steps().filter(({ state }) => state === 'succeeded').length);
  protected readonly total = computed(() => {
    const length = wholeTime(this.steps());
    return length === undefined ? '' : $localize`${formatDuration(length)}:duration: in all`;
  });
}

import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { InstanceDetail } from '../api/contract';
import { formatDuration } from '../design/duration';
import { StepRow } from './step-row';
import { setUpTime } from './step-time';

/** The steps of the making: open while they run or stand still, folded away with their total once it is done. */
@Component({
  selector: 'app-set-up-card',
  imports: [MatIcon, MatProgressBar, StepRow],
  template: `
    @if (underWay()) {
      <div class="head">
        <h2 i18n>Setting it up</h2>
        <span class="muted" role="status" i18n>{{ done() }} of {{ instance().steps.length }} steps</span>
      </div>
      <mat-progress-bar
        mode="determinate"
        aria-label="Progress of the set-up"
        i18n-aria-label
        [value]="(100 * done()) / instance().steps.length"
      />
      <ol role="list" data-testid="steps">
        @for (step of instance().steps; track step.name) {
          <li appStepRow [step]="step"></li>
        }
      </ol>
    } @else {
      <details>
        <summary>
          <h2 i18n>How it was set up</h2>
          <span class="muted">{{ total() }}</span>
          <mat-icon svgIcon="keyboard_arrow_down" aria-hidden="true" />
        </summary>
        <ol role="list" data-testid="steps">
          @for (step of instance().steps; track step.name) {
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
export class SetUpCard {
  readonly instance = input.required<InstanceDetail>();

  protected readonly underWay = computed(() => ['provisioning', 'parked'].includes(this.instance().state));
  protected readonly done = computed(() => this.instance().steps.filter(({ state }) => state === 'succeeded').length);
  protected readonly total = computed(() => {
    const length = setUpTime(this.instance().steps);
    return length === undefined ? '' : $localize`${formatDuration(length)}:duration: in all`;
  });
}

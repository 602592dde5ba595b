import { Component, inject, input } from '@angular/core';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { ReadModel } from '../api/contract';
import { FORMAT_LOCALE } from '../design/format-locale';

/** How a rebuild goes, or how the last one went. */
@Component({
  selector: 'app-rebuild-progress',
  imports: [MatProgressBar],
  template: `
    @switch (rebuild().state) {
      @case ('running') {
        <mat-progress-bar
          mode="determinate"
          aria-label="Progress of the rebuild"
          i18n-aria-label
          [value]="rebuild().total === 0 ? 0 : (100 * rebuild().done) / rebuild().total"
        />
        <p class="muted" i18n>
          Rebuilding: {{ number(rebuild().done) }} of {{ number(rebuild().total) }} events,
          {{ number(rebuild().eventsPerSecond) }} per second
        </p>
      }
      @case ('comparing') {
        <mat-progress-bar mode="indeterminate" aria-label="Comparing" i18n-aria-label />
        <p class="muted" i18n>Comparing the new one with the running one</p>
      }
      @case ('switched') {
        <p class="muted">
          @if (rebuild().equal === false) {
            <ng-container i18n>Rebuilt and switched over; it differed from the old one.</ng-container>
          } @else {
            <ng-container i18n>Rebuilt and switched over; both were equal.</ng-container>
          }
        </p>
      }
      @case ('failed') {
        <p class="bad"><ng-container i18n>The rebuild failed:</ng-container> {{ rebuild().error }}</p>
      }
      @case ('cancelled') {
        <p class="muted" i18n>The last rebuild was cancelled.</p>
      }
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 6px;
    }
    .bad {
      color: var(--tone-bad-text);
    }
  `,
})
export class RebuildProgress {
  readonly #format = new Intl.NumberFormat(inject(FORMAT_LOCALE), { maximumFractionDigits: 0 });

  readonly rebuild = input.required<NonNullable<ReadModel['rebuild']>>();

  protected number(value: number): string {
    return this.#format.format(value);
  }
}

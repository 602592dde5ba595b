import { Component, computed, input, signal } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { Change, History } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { HistoryTimeline } from './history-timeline';
import { isMilestone } from './is-milestone';

/** Who did what with one thing, and when, live; every small step of the machine on demand. */
@Component({
  selector: 'app-history-panel',
  imports: [HistoryTimeline, MatSlideToggle, ProblemNote, ScreenState, SkeletonList],
  template: `
    @if (query.problem(); as problem) {
      <app-problem-note [problem]="problem" [retryable]="true" (retry)="query.reload()" />
    }
    @if (query.loading()) {
      <app-skeleton-list />
    } @else if (query.value()) {
      @if (smallSteps() > 0) {
        <mat-slide-toggle hideIcon [checked]="everything()" (change)="everything.set($event.checked)" i18n>
          {smallSteps(), plural, =1 {Show 1 small step too} other {Show {{ smallSteps() }} small steps too}}
        </mat-slide-toggle>
      }
      @if (shown().length > 0) {
        <app-history-timeline class="panel" [entries]="shown()" />
      } @else {
        <app-screen-state
          icon="history"
          heading="Nothing has happened yet"
          i18n-heading
          sentence="What happens from now on is told here."
          i18n-sentence
        />
      }
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 16px;
    }
    mat-slide-toggle {
      justify-self: start;
    }
  `,
})
export class HistoryPanel {
  /** Of a history; undefined while there is nothing to ask for. */
  readonly url = input.required<string | undefined>();
  /** Whether a change may have added to it. */
  readonly concerns = input.required<(change: Change) => boolean>();

  protected readonly query = liveQuery<History>(
    () => this.url(),
    (change) => this.concerns()(change),
  );
  protected readonly everything = signal(false);
  /** The server tells it oldest first. */
  readonly #newestFirst = computed(() => (this.query.value()?.items ?? []).toReversed());
  readonly #milestones = computed(() => this.#newestFirst().filter(isMilestone));
  protected readonly smallSteps = computed(() => this.#newestFirst().length - this.#milestones().length);
  protected readonly shown = computed(() => (this.everything() ? this.#newestFirst() : this.#milestones()));
}

import { Component, computed, inject, signal } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { History } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsInstance } from '../api/subjects';
import { ProblemNote } from '../design/problem-note';
import { SkeletonList } from '../design/skeleton-list';
import { HistoryTimeline } from '../history/history-timeline';
import { isMilestone } from '../history/is-milestone';
import { CurrentInstance } from './current-instance';

/** Who did what with the instance, and when; every small step of the machine on demand. */
@Component({
  selector: 'app-instance-history',
  imports: [HistoryTimeline, MatSlideToggle, ProblemNote, SkeletonList],
  template: `
    @if (query.problem(); as problem) {
      <app-problem-note [problem]="problem" [retryable]="true" (retry)="query.reload()" />
    }
    @if (query.loading()) {
      <app-skeleton-list />
    } @else {
      @if (smallSteps() > 0) {
        <mat-slide-toggle hideIcon [checked]="everything()" (change)="everything.set($event.checked)" i18n>
          {smallSteps(), plural, =1 {Show 1 small step too} other {Show {{ smallSteps() }} small steps too}}
        </mat-slide-toggle>
      }
      <app-history-timeline class="panel" [entries]="shown()" />
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
export class InstanceHistory {
  readonly #id = inject(CurrentInstance).id;

  protected readonly query = liveQuery<History>(
    () => {
      const id = this.#id();
      return id === undefined ? undefined : `/v1/instances/${encodeURIComponent(id)}/history`;
    },
    concernsInstance(() => this.#id() ?? ''),
  );
  protected readonly everything = signal(false);
  /** The server tells it oldest first. */
  readonly #newestFirst = computed(() => (this.query.value()?.items ?? []).toReversed());
  readonly #milestones = computed(() => this.#newestFirst().filter(isMilestone));
  protected readonly smallSteps = computed(() => this.#newestFirst().length - this.#milestones().length);
  protected readonly shown = computed(() => (this.everything() ? this.#newestFirst() : this.#milestones()));
}

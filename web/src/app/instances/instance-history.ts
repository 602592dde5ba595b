import { Component, computed, inject } from '@angular/core';
import type { History } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsInstance } from '../api/subjects';
import { ProblemNote } from '../design/problem-note';
import { SkeletonList } from '../design/skeleton-list';
import { HistoryTimeline } from '../history/history-timeline';
import { CurrentInstance } from './current-instance';

/** Everything that ever happened to the instance. */
@Component({
  selector: 'app-instance-history',
  imports: [HistoryTimeline, ProblemNote, SkeletonList],
  template: `
    @if (query.problem(); as problem) {
      <app-problem-note [problem]="problem" [retryable]="true" (retry)="query.reload()" />
    }
    @if (query.loading()) {
      <app-skeleton-list />
    } @else {
      <app-history-timeline class="panel" [entries]="entries()" />
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
  protected readonly entries = computed(() => newestFirst(this.query.value()?.items ?? []));
}

const newestFirst = <T extends Readonly<{ at: string }>>(entries: readonly T[]): readonly T[] => {
  const first = entries[0];
  const last = entries.at(-1);
  return first !== undefined && last !== undefined && first.at < last.at ? entries.toReversed() : entries;
};

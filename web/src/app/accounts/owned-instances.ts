import { Component, computed, input } from '@angular/core';
import type { InstanceList } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsInstances } from '../api/subjects';
import { ProblemNote } from '../design/problem-note';
import { SkeletonList } from '../design/skeleton-list';
import { InstanceRow } from '../instances/instance-row';

/** The instances of one person, ended ones too. */
@Component({
  selector: 'app-owned-instances',
  imports: [InstanceRow, ProblemNote, SkeletonList],
  template: `
    <h2 i18n>Instances</h2>
    @if (query.problem(); as problem) {
      <app-problem-note [problem]="problem" [retryable]="true" (retry)="query.reload()" />
    }
    @if (query.loading()) {
      <app-skeleton-list />
    } @else if (query.value()) {
      <ul role="list">
        @for (instance of owned(); track instance.id) {
          <li><app-instance-row [instance]="instance" /></li>
        } @empty {
          <li class="muted" i18n>None: nothing was asked for so far.</li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    h2 {
      font: var(--mat-sys-title-medium);
      font-weight: 600;
    }
    ul {
      display: grid;
      gap: 8px;
    }
  `,
})
export class OwnedInstances {
  /** Id of the account. */
  readonly owner = input.required<string>();

  protected readonly query = liveQuery<InstanceList>(() => '/v1/instances?scope=all', concernsInstances);
  protected readonly owned = computed(() =>
    (this.query.value()?.items ?? []).filter(({ owner }) => owner.id === this.owner()),
  );
}

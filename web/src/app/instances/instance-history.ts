import { Component, computed, inject } from '@angular/core';
import { concernsInstance } from '../api/subjects';
import { HistoryPanel } from '../history/history-panel';
import { CurrentInstance } from './current-instance';

/** Who did what with the instance, and when. */
@Component({
  selector: 'app-instance-history',
  imports: [HistoryPanel],
  template: '<app-history-panel [url]="url()" [concerns]="concerns" />',
})
export class InstanceHistory {
  readonly #id = inject(CurrentInstance).id;

  protected readonly url = computed(() => {
    const id = this.#id();
    return id === undefined ? undefined : `/v1/instances/${encodeURIComponent(id)}/history`;
  });
  protected readonly concerns = concernsInstance(() => this.#id() ?? '');
}

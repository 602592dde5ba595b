import { Component, inject } from '@angular/core';
import { concernsAccount } from '../api/subjects';
import { HistoryPanel } from '../history/history-panel';
import { Session } from '../session/session';

/** What happened to one's own account. */
@Component({
  selector: 'app-own-history',
  imports: [HistoryPanel],
  template: '<app-history-panel url="/v1/me/history" [concerns]="concerns" />',
})
export class OwnHistory {
  readonly #session = inject(Session);

  protected readonly concerns = concernsAccount(() => this.#session.me()?.id ?? '');
}

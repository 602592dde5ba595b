import { Injectable, computed, inject, signal } from '@angular/core';
import { liveQuery } from '../api/live-query';
import { concernsInstance } from '../api/subjects';
import type { InstanceDetail } from '../api/contract';
import { Session } from '../session/session';

/** The instance that a page and its tabs are about. Provided by the page. */
@Injectable()
export class CurrentInstance {
  readonly #session = inject(Session);
  readonly #id = signal<string | undefined>(undefined);

  readonly id = this.#id.asReadonly();
  readonly query = liveQuery<InstanceDetail>(
    () => {
      const id = this.#id();
      return id === undefined ? undefined : `/v1/instances/${encodeURIComponent(id)}`;
    },
    concernsInstance(() => this.#id() ?? ''),
  );
  readonly value = this.query.value;
  readonly mine = computed(() => this.value()?.owner.id === this.#session.me()?.id);

  show(id: string): void {
    this.#id.set(id);
  }
}

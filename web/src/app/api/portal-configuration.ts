import { httpResource } from '@angular/common/http';
import { Injectable, computed } from '@angular/core';
import type { PortalConfig } from './contract';
import { problemOf } from './problem';

/** What this installation offers, asked for once, by the first page that wants to know. */
@Injectable({ providedIn: 'root' })
export class PortalConfiguration {
  readonly #resource = httpResource<PortalConfig>(() => '/v1/portal-config');

  readonly value = computed(() => (this.#resource.hasValue() ? this.#resource.value() : undefined));
  readonly problem = computed(() => {
    const error = this.#resource.error();
    return error === undefined ? undefined : problemOf(error);
  });

  reload(): void {
    this.#resource.reload();
  }
}

import { Component, computed, input } from '@angular/core';
import type { History } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsInstance } from '../api/subjects';
import { guestWorkIn } from './guest-work';
import { StepsCard } from './steps-card';

const words = {
  power: { doing: $localize`Stopping it`, done: $localize`How it was stopped` },
  deletion: { doing: $localize`Deleting it`, done: $localize`How it was deleted` },
} as const;

/** How far the guest is with what its instance is to be: stopped, or gone. */
@Component({
  selector: 'app-guest-work-card',
  imports: [StepsCard],
  template: `
    @if (work(); as work) {
      <app-steps-card
        name="guest-work"
        [steps]="work.steps"
        [underWay]="work.underWay"
        [doing]="words[work.kind].doing"
        [done]="words[work.kind].done"
      />
    }
  `,
})
export class GuestWorkCard {
  readonly instanceId = input.required<string>();

  readonly #history = liveQuery<History>(
    () => `/v1/instances/${encodeURIComponent(this.instanceId())}/history`,
    concernsInstance(() => this.instanceId()),
  );
  protected readonly work = computed(() => guestWorkIn(this.#history.value()?.items ?? []));
  protected readonly words = words;
}

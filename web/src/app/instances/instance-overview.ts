import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { AccessCard } from './access-card';
import { CurrentInstance } from './current-instance';
import { DetailsCard } from './details-card';
import { GuestWorkCard } from './guest-work-card';
import { StepsCard } from './steps-card';

/** How one reaches the instance, how its making goes or went, and what it is. */
@Component({
  selector: 'app-instance-overview',
  imports: [AccessCard, DetailsCard, GuestWorkCard, MatButton, MatIcon, RouterLink, StepsCard],
  templateUrl: './instance-overview.html',
  styleUrl: './instance-overview.scss',
})
export class InstanceOverview {
  readonly #current = inject(CurrentInstance);

  protected readonly instance = this.#current.value;
  protected readonly mine = this.#current.mine;
  protected readonly reachable = computed(() => this.instance()?.state === 'running');
  protected readonly underWay = computed(() => ['provisioning', 'parked'].includes(this.instance()?.state ?? ''));
  /** A request that ended can be made again, with what was written the first time. */
  protected readonly again = computed(() => {
    const instance = this.instance();
    return instance === undefined
      ? {}
      : { template: instance.templateId, hostname: instance.hostname, reason: instance.reason };
  });
}

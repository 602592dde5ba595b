import { Component, computed, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { Step } from '../api/contract';
import { Ago } from '../design/ago';
import { Clock } from '../design/clock';
import { formatDuration } from '../design/duration';
import { stepLook } from './instance-state';
import { stepTime } from './step-time';

/** One step on the rail: its state as an icon, its name, how long it took or is taking, why it failed, what Proxmox wrote. */
@Component({
  selector: 'li[appStepRow]',
  imports: [Ago, MatIcon],
  templateUrl: './step-row.html',
  styleUrl: './step-row.scss',
  host: { '[class]': "'tone-' + look().tone", '[attr.data-state]': 'step().state', '[attr.data-step]': 'step().name' },
})
export class StepRow {
  readonly #clock = inject(Clock);

  readonly step = input.required<Step>();

  protected readonly look = computed(() => stepLook(this.step().state));
  protected readonly time = computed(() => {
    const step = this.step();
    // Only what runs depends on the clock, so that nothing else is drawn again each second.
    if (step.state === 'running') return formatDuration(stepTime(step, this.#clock.now()) ?? 0, true);
    const time = step.endedAt === null ? undefined : stepTime(step, 0);
    return time === undefined ? undefined : formatDuration(time);
  });
}

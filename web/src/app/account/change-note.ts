import { Component, input } from '@angular/core';
import type { ChangeOutcome } from '../api/contract';

/** What became of a change, said where it was asked for. */
@Component({
  selector: 'app-change-note',
  template: `
    @switch (outcome()) {
      @case ('made') {
        <span class="muted">{{ made() }}</span>
      }
      @case ('underway') {
        <span class="muted" i18n>Stored. It is made as soon as FreeIPA answers.</span>
      }
    }
  `,
  host: { role: 'status' },
})
export class ChangeNote {
  /** Undefined while there is nothing to say. */
  readonly outcome = input.required<ChangeOutcome['outcome'] | undefined>();
  readonly made = input($localize`Changed.`);
}

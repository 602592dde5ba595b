import { Component, computed, inject, input } from '@angular/core';
import { Clock } from './clock';
import { formatRelativeTime } from './relative-time';
import { FORMAT_LOCALE } from './format-locale';

/** A moment: relative in the text, exact in the title and for machines. */
@Component({
  selector: 'app-ago',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ relative() }}</time>`,
  styles: `
    time {
      white-space: nowrap;
    }
  `,
})
export class Ago {
  readonly #clock = inject(Clock);
  readonly #locale = inject(FORMAT_LOCALE);

  /** ISO time. */
  readonly at = input.required<string>();

  protected readonly relative = computed(() =>
    formatRelativeTime(Date.parse(this.at()), this.#clock.now(), this.#locale),
  );
  protected readonly exact = computed(() =>
    new Intl.DateTimeFormat(this.#locale, { dateStyle: 'full', timeStyle: 'long' }).format(new Date(this.at())),
  );
}

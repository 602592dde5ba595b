import { Component, computed, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { HistoryEntry } from '../api/contract';
import { FORMAT_LOCALE } from '../design/format-locale';
import { groupByDay } from './group-by-day';
import { actorIcon, eventDetails } from './history-entry';

/** Who did what when, newest first, under a heading for each day. */
@Component({
  selector: 'app-history-timeline',
  imports: [MatIcon, RouterLink],
  templateUrl: './history-timeline.html',
  styleUrl: './history-timeline.scss',
})
export class HistoryTimeline {
  readonly #locale = inject(FORMAT_LOCALE);
  readonly #timeOfDay = new Intl.DateTimeFormat(this.#locale, { timeStyle: 'medium' });
  readonly #exact = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'full', timeStyle: 'long' });

  /** Newest first. */
  readonly entries = input.required<readonly HistoryEntry[]>();
  /** Links to the instance and the account of each entry; not wanted on their own pages. */
  readonly withSubjects = input(false);

  protected readonly days = computed(() => groupByDay(this.entries(), this.#locale));
  protected readonly actorIcon = actorIcon;
  protected readonly eventDetails = eventDetails;

  protected timeOfDay(at: string): string {
    return this.#timeOfDay.format(new Date(at));
  }

  protected exact(at: string): string {
    return this.#exact.format(new Date(at));
  }
}

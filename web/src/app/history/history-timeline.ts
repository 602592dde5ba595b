import { Component, computed, inject, input, LOCALE_ID } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { HistoryEntry } from '../api/contract';
import { Ago } from '../design/ago';
import { actorIcon, eventDetails } from './history-entry';
import { groupByDay } from './group-by-day';

/** Who did what when, newest first, under a heading for each day. */
@Component({
  selector: 'app-history-timeline',
  imports: [Ago, MatIcon, RouterLink],
  templateUrl: './history-timeline.html',
  styleUrl: './history-timeline.scss',
})
export class HistoryTimeline {
  readonly #locale = inject(LOCALE_ID);

  /** Newest first. */
  readonly entries = input.required<readonly HistoryEntry[]>();
  /** Links to the instance of each entry; not wanted on the instance's own page. */
  readonly withInstance = input(false);

  protected readonly days = computed(() => groupByDay(this.entries(), this.#locale));
  protected readonly actorIcon = actorIcon;
  protected readonly eventDetails = eventDetails;
}

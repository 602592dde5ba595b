import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { firstValueFrom } from 'rxjs';
import type { AuditPage, HistoryEntry } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { problemOf, type Problem } from '../api/problem';
import { concernsEverything } from '../api/subjects';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { HistoryTimeline } from '../history/history-timeline';
import { joinPages } from './join-pages';

/** Everything that happened anywhere, newest first; the newest page is live, older ones are fetched when asked for. */
@Component({
  selector: 'app-audit-log',
  imports: [HistoryTimeline, MatButton, PageHeader, ProblemNote, ScreenState, SkeletonList],
  templateUrl: './audit-log.html',
  styleUrl: './administration.scss',
})
export class AuditLog {
  readonly #http = inject(HttpClient);

  protected readonly newest = liveQuery<AuditPage>(() => '/v1/audit', concernsEverything);
  readonly #older = signal<readonly HistoryEntry[]>([]);
  /** Cursor after the older pages; undefined while none was fetched, null after the last. */
  readonly #next = signal<string | null | undefined>(undefined);
  protected readonly fetching = signal(false);
  protected readonly olderProblem = signal<Problem | undefined>(undefined);

  protected readonly entries = computed(() => joinPages(this.newest.value()?.items ?? [], this.#older()));
  protected readonly next = computed(() => {
    const after = this.#next();
    return after === undefined ? (this.newest.value()?.next ?? null) : after;
  });

  protected async showOlder(): Promise<void> {
    const before = this.next();
    if (before === null) return;
    // From now on the newest page may move on without a gap opening behind it: what it showed is kept.
    const shown = this.entries();
    this.fetching.set(true);
    this.olderProblem.set(undefined);
    try {
      const page = await firstValueFrom(this.#http.get<AuditPage>('/v1/audit', { params: { before } }));
      this.#older.set(joinPages(shown, page.items));
      this.#next.set(page.next);
    } catch (error) {
      this.olderProblem.set(problemOf(error));
    } finally {
      this.fetching.set(false);
    }
  }
}

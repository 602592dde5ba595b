import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel, MatPrefix } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router } from '@angular/router';
import { debounceTime } from 'rxjs';
import type { AccountList as Answer } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsAccounts } from '../api/subjects';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { AccountRow } from './account-row';
import { AccountSearch } from './account-search';
import { accountFilters } from './account-state';
import { accountsUrl } from './accounts-url';

const pageSize = 100;
/** The most that the server gives at once. */
const largestLimit = 1000;
/** Whoever types is left alone for so long. */
const pauseMs = 250;

/** Everybody's accounts, newest first. The server searches: it alone can open the names. */
@Component({
  selector: 'app-account-list',
  imports: [
    AccountRow,
    MatButton,
    MatFormField,
    MatIcon,
    MatInput,
    MatLabel,
    MatOption,
    MatPrefix,
    MatSelect,
    PageHeader,
    ProblemNote,
    ScreenState,
    SkeletonList,
  ],
  templateUrl: './account-list.html',
  styleUrl: '../instances/instance-list.scss',
})
export class AccountList {
  readonly #router = inject(Router);
  protected readonly search = inject(AccountSearch).text;

  /** From the query. */
  readonly state = input<string>();

  readonly #settledSearch = toSignal(toObservable(this.search).pipe(debounceTime(pauseMs)), {
    initialValue: this.search(),
  });
  readonly #filter = computed(() => ({ search: this.#settledSearch(), state: this.state() }));
  /** Another filter begins at the first page again. */
  protected readonly limit = linkedSignal({ source: this.#filter, computation: () => pageSize });
  protected readonly query = liveQuery<Answer>(
    () => accountsUrl({ ...this.#filter(), limit: this.limit() }),
    concernsAccounts,
  );
  /** What was found last stays until the next answer is there, so that nothing jumps while one types. */
  protected readonly found = linkedSignal<Answer | undefined, Answer | undefined>({
    source: this.query.value,
    computation: (now, before) => now ?? before?.value,
  });
  protected readonly accounts = computed(() => this.found()?.items ?? []);
  protected readonly total = computed(() => this.found()?.total ?? 0);
  protected readonly more = computed(() => this.total() > this.accounts().length && this.limit() < largestLimit);
  protected readonly filtered = computed(() => this.#filter().search.trim() !== '' || Boolean(this.state()));
  protected readonly filters = accountFilters;

  protected filterBy(state: string): void {
    void this.#router.navigate([], { queryParams: { state: state === '' ? null : state }, replaceUrl: true });
  }

  protected clear(): void {
    this.search.set('');
    this.filterBy('');
  }

  protected showMore(): void {
    this.limit.update((limit) => Math.min(limit + pageSize, largestLimit));
  }
}

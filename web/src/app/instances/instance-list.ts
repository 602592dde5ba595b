import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel, MatPrefix } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import type { InstanceList as Answer } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsInstances } from '../api/subjects';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { filterInstances } from './filter-instances';
import { InstanceRow } from './instance-row';
import { instanceLook, instanceStates } from './instance-state';

/** My instances, or everybody's. The filter lives in the address, so it can be bookmarked and sent. */
@Component({
  selector: 'app-instance-list',
  imports: [
    InstanceRow,
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
    RouterLink,
    ScreenState,
    SkeletonList,
  ],
  templateUrl: './instance-list.html',
  styleUrl: './instance-list.scss',
})
export class InstanceList {
  readonly #router = inject(Router);

  /** From the route. */
  readonly scope = input<'mine' | 'all'>('mine');
  /** From the query: text that hostname, owner, address or a domain must hold. */
  readonly search = input<string>();
  /** From the query: a state. */
  readonly state = input<string>();

  protected readonly query = liveQuery<Answer>(() => `/v1/instances?scope=${this.scope()}`, concernsInstances);
  protected readonly all = computed(() => this.query.value()?.items ?? []);
  protected readonly matching = computed(() =>
    filterInstances(this.all(), { search: this.search() ?? '', state: this.state() ?? '' }),
  );
  protected readonly filtered = computed(() => Boolean(this.search()) || Boolean(this.state()));
  protected readonly states = instanceStates.map((state) => ({ state, label: instanceLook(state).label }));

  protected filter(change: { search?: string | null; state?: string | null }): void {
    void this.#router.navigate([], {
      queryParams: { search: this.search(), state: this.state(), ...emptyAsNull(change) },
      replaceUrl: true,
    });
  }
}

/** Null takes a parameter out of the address. */
const emptyAsNull = (change: { search?: string | null; state?: string | null }) =>
  Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value === '' ? null : value]));

import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Account } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsAccount } from '../api/subjects';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { StateChip } from '../design/state-chip';
import { HistoryPanel } from '../history/history-panel';
import { AccountActs } from './account-acts';
import { AccountFacts } from './account-facts';
import { accountLook } from './account-state';
import { OwnedInstances } from './owned-instances';

/** One account, as admins and auditors see it: how it stands, what one can do, whose instances, what happened. */
@Component({
  selector: 'app-account-detail',
  imports: [
    AccountActs,
    AccountFacts,
    HistoryPanel,
    MatButton,
    MatIcon,
    OwnedInstances,
    ProblemNote,
    RouterLink,
    ScreenState,
    SkeletonList,
    StateChip,
  ],
  templateUrl: './account-detail.html',
  styleUrl: '../instances/instance-page.scss',
})
export class AccountDetail {
  readonly #announcer = inject(LiveAnnouncer);

  /** From the address. */
  readonly id = input.required<string>();

  readonly #url = computed(() => `/v1/accounts/${encodeURIComponent(this.id())}`);
  protected readonly concerns = concernsAccount(() => this.id());
  protected readonly query = liveQuery<Account>(() => this.#url(), this.concerns);
  protected readonly account = this.query.value;
  protected readonly historyUrl = computed(() => `${this.#url()}/history`);
  protected readonly missing = computed(() => [400, 404, 422].includes(this.query.problem()?.status ?? 0));
  protected readonly look = computed(() => accountLook(this.account() ?? { state: '', disabled: false }));
  readonly #label = computed(() => (this.account() === undefined ? undefined : this.look().label));

  constructor() {
    let before: string | undefined;
    effect(() => {
      const label = this.#label();
      if (before !== undefined && label !== undefined && label !== before) {
        untracked(() => void this.#announcer.announce(label));
      }
      before = label;
    });
  }
}

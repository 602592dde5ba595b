import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTabLink, MatTabNav, MatTabNavPanel } from '@angular/material/tabs';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { StateChip } from '../design/state-chip';
import { PageTitle } from '../shell/page-title';
import { CurrentInstance } from './current-instance';
import { InstanceActs } from './instance-acts';
import { kindLooks } from './instance-kind';
import { instanceLook } from './instance-state';

/** One instance: what it is, how it is, what one can do; tabs for everything else. */
@Component({
  selector: 'app-instance-page',
  imports: [
    InstanceActs,
    MatButton,
    MatIcon,
    MatTabLink,
    MatTabNav,
    MatTabNavPanel,
    ProblemNote,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    ScreenState,
    SkeletonList,
    StateChip,
  ],
  providers: [CurrentInstance],
  templateUrl: './instance-page.html',
  styleUrl: './instance-page.scss',
})
export class InstancePage {
  readonly #announcer = inject(LiveAnnouncer);
  readonly #title = inject(PageTitle);
  protected readonly current = inject(CurrentInstance);

  /** From the address. */
  readonly id = input.required<string>();

  protected readonly instance = this.current.value;
  protected readonly look = computed(() => instanceLook(this.instance()?.state ?? ''));
  protected readonly kindLooks = kindLooks;
  protected readonly missing = computed(() => this.current.query.problem()?.status === 404);
  readonly #state = computed(() => this.instance()?.state);

  constructor() {
    effect(() => this.current.show(this.id()));
    effect(() => {
      const hostname = this.instance()?.hostname;
      if (hostname !== undefined) this.#title.set(hostname);
    });
    let before: string | undefined;
    effect(() => {
      const state = this.#state();
      if (before !== undefined && state !== undefined && state !== before) {
        void this.#announcer.announce(untracked(this.look).label);
      }
      before = state;
    });
  }
}

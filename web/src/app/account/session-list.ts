import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import type { SessionList as Answer } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { OwnAccount } from '../api/own-account';
import { concernsAccount } from '../api/subjects';
import { openActDialog } from '../design/act-dialog';
import { Ago } from '../design/ago';
import { ProblemNote } from '../design/problem-note';
import { SkeletonList } from '../design/skeleton-list';
import { StateChip } from '../design/state-chip';
import type { StateLook } from '../design/tone';
import { whileTrue } from '../administration/while-true';
import { Session } from '../session/session';
import { browserName } from './browser-name';

/** That a session was used is no event, so nothing tells of it. */
const lookAgainMs = 15_000;

const current: StateLook = { label: $localize`This one`, tone: 'good', icon: 'check_circle' };

/** Where one is signed in, and ending all of it but here. */
@Component({
  selector: 'app-session-list',
  imports: [Ago, MatButton, ProblemNote, SkeletonList, StateChip],
  templateUrl: './session-list.html',
  styleUrl: './account-section.scss',
})
export class SessionList {
  readonly #own = inject(OwnAccount);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(Session);

  protected readonly query = liveQuery<Answer>(
    () => '/v1/me/sessions',
    concernsAccount(() => this.#session.me()?.id ?? ''),
  );
  protected readonly sessions = computed(() => this.query.value()?.items ?? []);
  protected readonly ended = signal(false);
  protected readonly browserName = browserName;
  protected readonly current = current;

  constructor() {
    whileTrue(signal(true), lookAgainMs, () => this.query.reload());
  }

  protected endOthers(): void {
    openActDialog(this.#dialog, {
      heading: $localize`End all other sessions?`,
      lost: [$localize`Every other browser and program that is signed in as you: each has to sign in again.`],
      kept: [
        $localize`This session.`,
        $localize`Your password. If somebody else may know it, change it: that ends their sessions too.`,
      ],
      verb: $localize`End the others`,
      danger: true,
      run: async (_reason, commandId) => {
        await this.#own.endOtherSessions(commandId);
        this.ended.set(true);
        this.query.reload();
      },
    });
  }
}

import { Component, computed, inject, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import { Commands } from '../api/commands';
import type { AccountList, InstanceList, Process, ProcessList as Answer } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsAccounts, concernsInstances } from '../api/subjects';
import { ActBar, ActButton } from '../design/act-bar';
import { Ago } from '../design/ago';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { StateChip } from '../design/state-chip';
import { Session } from '../session/session';
import { processAbout } from './process-about';
import { abandonDialog, retryDialog, type ProcessName } from './process-dialogs';
import { inOrderOfNeed, isOver, processLook } from './process-state';

/** The work under way outside the log, and what stands still with its cause. */
@Component({
  selector: 'app-process-list',
  imports: [
    ActBar,
    ActButton,
    Ago,
    MatSlideToggle,
    PageHeader,
    ProblemNote,
    RouterLink,
    ScreenState,
    SkeletonList,
    StateChip,
  ],
  templateUrl: './process-list.html',
  styleUrl: './administration.scss',
})
export class ProcessList {
  readonly #commands = inject(Commands);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(Session);

  protected readonly query = liveQuery<Answer>(() => '/v1/processes', concernsInstances);
  readonly #instances = liveQuery<InstanceList>(() => '/v1/instances?scope=all', concernsInstances);
  readonly #hostnames = computed(
    () => new Map((this.#instances.value()?.items ?? []).map(({ id, hostname }) => [id, hostname])),
  );
  readonly #accounts = liveQuery<AccountList>(() => '/v1/accounts?limit=1000', concernsAccounts);
  readonly #usernames = computed(
    () => new Map((this.#accounts.value()?.items ?? []).map(({ id, username }) => [id, username])),
  );
  readonly #all = computed(() => inOrderOfNeed(this.query.value()?.items ?? []));
  protected readonly withFinished = signal(false);
  protected readonly finished = computed(() => this.#all().filter(isOver).length);
  protected readonly processes = computed(() =>
    this.withFinished() ? this.#all() : this.#all().filter((process) => !isOver(process)),
  );
  protected readonly maySteer = computed(() => this.#session.hasRole('admin'));
  protected readonly look = processLook;
  protected readonly about = processAbout;

  protected hostnameOf(instanceId: string): string {
    return this.#hostnames().get(instanceId) ?? instanceId;
  }

  protected usernameOf(accountId: string): string {
    return this.#usernames().get(accountId) ?? accountId;
  }

  protected retry(process: Process): void {
    retryDialog(this.#dialog, this.#commands, this.#named(process));
  }

  protected abandon(process: Process): void {
    abandonDialog(this.#dialog, this.#commands, this.#named(process));
  }

  /** What a process works for, as people know it. */
  #named({ id, kind, subject }: Process): ProcessName {
    const { title, instanceId, accountId } = processAbout({ kind, subject });
    if (instanceId !== undefined) return { id, kind, subject: this.hostnameOf(instanceId) };
    return { id, kind, subject: accountId === undefined ? title : this.usernameOf(accountId) };
  }
}

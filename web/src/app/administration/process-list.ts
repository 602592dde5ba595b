import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { Commands } from '../api/commands';
import type { InstanceList, Process, ProcessList as Answer } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { concernsInstances } from '../api/subjects';
import { Ago } from '../design/ago';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { StateChip } from '../design/state-chip';
import { Session } from '../session/session';
import { abandonDialog, retryDialog } from './process-dialogs';
import { inOrderOfNeed, processLook } from './process-state';

/** The work under way outside the log, and what stands still with its cause. */
@Component({
  selector: 'app-process-list',
  imports: [Ago, MatButton, PageHeader, ProblemNote, RouterLink, ScreenState, SkeletonList, StateChip],
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
  protected readonly processes = computed(() => inOrderOfNeed(this.query.value()?.items ?? []));
  protected readonly maySteer = computed(() => this.#session.hasRole('admin'));
  protected readonly look = processLook;

  /** What a process works for, as people know it: the hostname, where the subject is an instance. */
  protected subjectName({ subject }: Process): string {
    return this.#hostnames().get(subject) ?? subject;
  }

  protected retry(process: Process): void {
    retryDialog(this.#dialog, this.#commands, { id: process.id, subject: this.subjectName(process) });
  }

  protected abandon(process: Process): void {
    abandonDialog(this.#dialog, this.#commands, { id: process.id, subject: this.subjectName(process) });
  }
}

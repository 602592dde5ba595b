import { Component, computed, inject, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import { Commands, newCommandId } from '../api/commands';
import type { PendingRequest, RequestList } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { problemOf, type Problem } from '../api/problem';
import { concernsInstances } from '../api/subjects';
import { ActBar, ActButton } from '../design/act-bar';
import { Ago } from '../design/ago';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { formatResources } from '../design/resources';
import { ScreenState } from '../design/screen-state';
import { SkeletonList } from '../design/skeleton-list';
import { kindLooks } from '../instances/instance-kind';
import { Session } from '../session/session';
import { refuseDialog } from './refuse-dialog';

/** The requests that wait for a decision, oldest first. */
@Component({
  selector: 'app-request-queue',
  imports: [ActBar, ActButton, Ago, MatIcon, PageHeader, ProblemNote, RouterLink, ScreenState, SkeletonList],
  templateUrl: './request-queue.html',
  styleUrl: './request-queue.scss',
})
export class RequestQueue {
  readonly #commands = inject(Commands);
  readonly #dialog = inject(MatDialog);
  readonly #snackBar = inject(MatSnackBar);
  readonly #session = inject(Session);

  protected readonly query = liveQuery<RequestList>(() => '/v1/requests?state=pending', concernsInstances);
  protected readonly requests = computed(() =>
    (this.query.value()?.items ?? []).toSorted((one, other) => one.requestedAt.localeCompare(other.requestedAt)),
  );
  protected readonly mayDecide = computed(() => this.#session.hasRole('admin'));
  /** The request whose approval is under way. */
  protected readonly approving = signal<string | undefined>(undefined);
  protected readonly refused = signal<Readonly<{ id: string; problem: Problem }> | undefined>(undefined);
  protected readonly kindLooks = kindLooks;

  protected resources(request: PendingRequest): string {
    return formatResources(request.resources);
  }

  protected approveLabel({ hostname }: PendingRequest): string {
    return $localize`Approve ${hostname}:hostname:`;
  }

  protected refuseLabel({ hostname }: PendingRequest): string {
    return $localize`Refuse ${hostname}:hostname:…`;
  }

  protected async approve(request: PendingRequest): Promise<void> {
    this.approving.set(request.id);
    this.refused.set(undefined);
    try {
      await this.#commands.approve(request.id, newCommandId());
      this.#snackBar.open($localize`${request.hostname}:hostname: is approved and being set up.`, $localize`Close`);
    } catch (error) {
      this.refused.set({ id: request.id, problem: problemOf(error) });
    } finally {
      this.approving.set(undefined);
      this.query.reload();
    }
  }

  protected refuse(request: PendingRequest): void {
    refuseDialog(this.#dialog, this.#commands, { ...request, owner: request.owner.username });
  }
}

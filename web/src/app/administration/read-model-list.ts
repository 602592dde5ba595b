import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Commands, newCommandId } from '../api/commands';
import type { ReadModelList as Answer } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { problemOf, type Problem } from '../api/problem';
import { concernsEverything } from '../api/subjects';
import { PageHeader } from '../design/page-header';
import { ProblemNote } from '../design/problem-note';
import { SkeletonList } from '../design/skeleton-list';
import { StateChip } from '../design/state-chip';
import { Session } from '../session/session';
import { formatBytes } from './bytes';
import { readModelLook } from './process-state';
import { RebuildProgress } from './rebuild-progress';
import { whileTrue } from './while-true';
import { FORMAT_LOCALE } from '../design/format-locale';

/** A rebuild writes no events, so its progress comes over no stream: it is asked for while one runs. */
const progressEveryMs = 700;

/** Every table that is made from the log: how far it is behind, and making it anew. */
@Component({
  selector: 'app-read-model-list',
  imports: [MatButton, PageHeader, ProblemNote, RebuildProgress, SkeletonList, StateChip],
  templateUrl: './read-model-list.html',
  styleUrl: './administration.scss',
})
export class ReadModelList {
  readonly #commands = inject(Commands);
  readonly #session = inject(Session);
  readonly #locale = inject(FORMAT_LOCALE);

  protected readonly query = liveQuery<Answer>(() => '/v1/read-models', concernsEverything);
  protected readonly models = computed(() => this.query.value()?.items ?? []);
  protected readonly mayRebuild = computed(() => this.#session.hasRole('admin'));
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly look = readModelLook;

  constructor() {
    const rebuilding = computed(() =>
      this.models().some(({ rebuild }) => rebuild?.state === 'running' || rebuild?.state === 'comparing'),
    );
    whileTrue(rebuilding, progressEveryMs, () => this.query.reload());
  }

  protected number(value: number): string {
    return new Intl.NumberFormat(this.#locale).format(value);
  }

  protected bytes(value: number): string {
    return formatBytes(value, this.#locale);
  }

  protected rebuildLabel(name: string): string {
    return $localize`Rebuild ${name}:name:`;
  }

  protected async rebuild(name: string): Promise<void> {
    this.problem.set(undefined);
    try {
      await this.#commands.rebuildReadModel(name, newCommandId());
    } catch (error) {
      this.problem.set(problemOf(error));
    }
    this.query.reload();
  }
}

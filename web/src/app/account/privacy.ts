import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import type { InstanceList, InstanceState } from '../api/contract';
import { liveQuery } from '../api/live-query';
import { OwnAccount } from '../api/own-account';
import { PortalConfiguration } from '../api/portal-configuration';
import { problemOf, type Problem } from '../api/problem';
import { concernsInstances } from '../api/subjects';
import { durationInWords } from '../design/duration-in-words';
import { FORMAT_LOCALE } from '../design/format-locale';
import { ProblemNote } from '../design/problem-note';
import { Session } from '../session/session';
import { erasureDialog, keptByErasure, lostByErasure } from './erasure-dialog';
import { saveFile } from './save-file';

const ended: readonly InstanceState[] = ['refused', 'withdrawn', 'abandoned', 'deleted'];

/** What is held about a person: taking it along, and having it forgotten. */
@Component({
  selector: 'app-privacy',
  imports: [MatButton, MatIcon, ProblemNote],
  templateUrl: './privacy.html',
  styleUrl: './account-section.scss',
})
export class Privacy {
  readonly #own = inject(OwnAccount);
  readonly #dialog = inject(MatDialog);
  readonly #locale = inject(FORMAT_LOCALE);
  readonly #portal = inject(PortalConfiguration);
  protected readonly session = inject(Session);

  readonly #instances = liveQuery<InstanceList>(() => '/v1/instances?scope=mine', concernsInstances);
  readonly #facts = computed(() => ({
    username: this.session.me()?.username ?? '',
    hostnames: (this.#instances.value()?.items ?? [])
      .filter(({ state }) => !ended.includes(state))
      .map(({ hostname }) => hostname),
    grace: this.grace(),
  }));
  protected readonly grace = computed(() =>
    durationInWords((this.#portal.value()?.erasureGraceHours ?? 0) * 3_600_000, this.#locale),
  );
  protected readonly lost = computed(() => lostByErasure(this.#facts()));
  protected readonly kept = keptByErasure;
  /** What would be lost is known, so that it can be said. */
  protected readonly ready = computed(
    () => this.#instances.value() !== undefined && this.#portal.value() !== undefined,
  );
  protected readonly problem = computed(() => this.#instances.problem() ?? this.#portal.problem());
  protected readonly exporting = signal(false);
  protected readonly exportProblem = signal<Problem | undefined>(undefined);

  protected reload(): void {
    this.#instances.reload();
    this.#portal.reload();
  }

  protected async export(): Promise<void> {
    this.exporting.set(true);
    this.exportProblem.set(undefined);
    try {
      saveFile(await this.#own.export(), 'netsoc-cloud.json');
    } catch (error) {
      this.exportProblem.set(problemOf(error));
    } finally {
      this.exporting.set(false);
    }
  }

  protected erase(): void {
    erasureDialog(this.#dialog, this.#own, {
      facts: this.#facts(),
      requested: () => this.session.reloadMe(),
    });
  }
}

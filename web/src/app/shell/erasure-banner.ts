import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import { newCommandId } from '../api/commands';
import { OwnAccount } from '../api/own-account';
import { problemOf, type Problem } from '../api/problem';
import { Clock } from '../design/clock';
import { durationInWords } from '../design/duration-in-words';
import { FORMAT_LOCALE } from '../design/format-locale';
import { ProblemNote } from '../design/problem-note';
import { Session } from '../session/session';

/** On every page while an erasure that was asked for can still be withdrawn: how long that is, and the way back. */
@Component({
  selector: 'app-erasure-banner',
  imports: [MatButton, MatIcon, ProblemNote, RouterLink],
  template: `
    <div class="banner">
      <mat-icon svgIcon="warning" aria-hidden="true" />
      @if (left(); as time) {
        <p>
          <ng-container i18n
            >Your account will be erased in <span role="timer">{{ time }}</span>.</ng-container
          >
          <a routerLink="/account/privacy" i18n>What that means</a>
        </p>
        <button matButton="filled" type="button" [disabled]="busy()" (click)="keep()" i18n>Keep my account</button>
      } @else {
        <p i18n>The time to think is over: the erasure of your account begins.</p>
      }
    </div>
    @if (problem(); as problem) {
      <app-problem-note [problem]="problem" />
    }
  `,
  host: { role: 'region', 'aria-label': $localize`Erasure of your account` },
  styles: `
    .banner {
      display: flex;
      gap: 8px 16px;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      padding: 8px 16px;
      background: var(--tone-bad-ground);
      color: var(--tone-bad-text);
    }
    mat-icon {
      flex: none;
    }
    a {
      color: inherit;
    }
    @media (width < 600px) {
      p {
        flex: 1 1 70%;
      }
    }
  `,
})
export class ErasureBanner {
  readonly #own = inject(OwnAccount);
  readonly #clock = inject(Clock);
  readonly #locale = inject(FORMAT_LOCALE);
  readonly #session = inject(Session);
  readonly #snackBar = inject(MatSnackBar);

  /** ISO time at which the erasure begins. */
  readonly dueAt = input.required<string>();

  protected readonly left = computed(() => {
    const ms = Date.parse(this.dueAt()) - this.#clock.now();
    return ms > 0 ? durationInWords(ms, this.#locale) : undefined;
  });
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async keep(): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.#own.withdrawErasure(newCommandId());
      this.#snackBar.open($localize`Your account stays, with everything in it.`, $localize`Close`);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
      this.#session.reloadMe();
    }
  }
}

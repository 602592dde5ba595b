import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormField, FormRoot, form, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { newCommandId } from '../api/commands';
import type { ChangeOutcome } from '../api/contract';
import { OwnAccount } from '../api/own-account';
import { problemOf, type Problem } from '../api/problem';
import { atMost } from '../design/at-most';
import { faultless } from '../design/faultless';
import { ProblemNote } from '../design/problem-note';
import { Session } from '../session/session';
import { ChangeNote } from './change-note';

const longestName = 64;

/** What to be called. */
@Component({
  selector: 'app-display-name-form',
  imports: [
    ChangeNote,
    FormField,
    FormRoot,
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    ProblemNote,
  ],
  template: `
    <h2 i18n>Name</h2>
    <form [formRoot]="form">
      <mat-form-field>
        <mat-label i18n>Name</mat-label>
        <input matInput autocomplete="name" [formField]="form.displayName" />
        <mat-hint i18n>What to be called, here and wherever your account is known.</mat-hint>
        @for (error of form.displayName().errors(); track error.kind) {
          <mat-error>{{ error.message }}</mat-error>
        }
      </mat-form-field>
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem" />
      }
      <div class="acts">
        <button matButton="filled" type="submit" [disabled]="form().submitting() || unchanged()" i18n>
          Change the name
        </button>
        <app-change-note [outcome]="outcome()" />
      </div>
    </form>
  `,
  host: { class: 'panel' },
  styleUrl: './account-section.scss',
})
export class DisplayNameForm {
  readonly #own = inject(OwnAccount);
  readonly #session = inject(Session);

  readonly #known = computed(() => this.#session.me()?.displayName ?? '');
  readonly #draft = linkedSignal(() => ({ displayName: this.#known() }));
  /** The same words sent twice are one intention. */
  readonly #commandId = linkedSignal({ source: this.#draft, computation: newCommandId });

  protected readonly form = form(
    this.#draft,
    (path) => {
      faultless(path.displayName, (name) => (name.trim() === '' ? $localize`Write a name.` : undefined));
      atMost(path.displayName, longestName);
    },
    { submission: { action: () => this.#submit() } },
  );
  protected readonly unchanged = computed(() => this.#draft().displayName.trim() === this.#known());
  protected readonly outcome = signal<ChangeOutcome['outcome'] | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    this.problem.set(undefined);
    this.outcome.set(undefined);
    try {
      const { outcome } = await this.#own.change({ displayName: this.#draft().displayName.trim() }, this.#commandId());
      this.outcome.set(outcome);
      this.#session.reloadMe();
      return undefined;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'display-name-malformed') {
        return [{ kind: 'server', message: problem.detail, fieldTree: this.form.displayName }];
      }
      this.problem.set(problem);
      return undefined;
    }
  }
}

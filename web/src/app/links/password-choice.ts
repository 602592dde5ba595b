import { Component, DestroyRef, inject, input, output, signal } from '@angular/core';
import { FormRoot, form, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { problemOf, type Problem } from '../api/problem';
import { faultless } from '../design/faultless';
import { PasswordField } from '../design/password-field';
import { ProblemNote } from '../design/problem-note';

/** The account that a link opened is still being made; the server is asked again this often. */
const askAgainMs = 3000;

/** Chooses a password by a link. What the directory refuses is said at the field in its words, and the same link goes on. */
@Component({
  selector: 'app-password-choice',
  imports: [FormRoot, MatButton, MatProgressBar, PasswordField, ProblemNote],
  template: `
    @if (delayed()) {
      <div role="status" class="wait">
        <p i18n>
          Your address is verified, and your account is still being set up. This page goes on by itself; leave it open.
        </p>
        <mat-progress-bar mode="indeterminate" aria-label="Setting up the account" i18n-aria-label />
      </div>
    } @else {
      <form [formRoot]="form">
        <app-password-field
          [field]="form.password"
          label="New password"
          i18n-label
          autocomplete="new-password"
          hint="Long is good: some words that do not belong together."
          i18n-hint
        />
        @if (problem(); as problem) {
          <app-problem-note [problem]="problem" />
        }
        <div class="acts">
          <button matButton="filled" type="submit" [disabled]="form().submitting()">{{ verb() }}</button>
        </div>
      </form>
    }
  `,
  styleUrl: '../design/form-page.scss',
  styles: `
    .wait {
      display: grid;
      gap: 12px;
    }
  `,
})
export class PasswordChoice {
  /** On the button. */
  readonly verb = input.required<string>();
  /** @returns the username; rejects with what `problemOf` reads */
  readonly setPassword = input.required<(password: string) => Promise<string>>();
  readonly done = output<string>();
  /** The link does not work, or no longer. */
  readonly over = output();

  readonly #draft = signal({ password: '' });
  protected readonly form = form(
    this.#draft,
    (path) => faultless(path.password, (password) => (password === '' ? $localize`Choose a password.` : undefined)),
    { submission: { action: () => this.#submit() } },
  );
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly delayed = signal(false);
  #gone = false;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#gone = true;
    });
  }

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    this.problem.set(undefined);
    const { password } = this.#draft();
    for (;;) {
      try {
        this.done.emit(await this.setPassword()(password));
        return undefined;
      } catch (error) {
        const problem = problemOf(error);
        this.delayed.set(problem.code === 'set-up-delayed');
        if (!this.delayed()) return this.#show(problem);
      }
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      if (this.#gone) return undefined;
    }
  }

  #show(problem: Problem): ValidationError.WithOptionalFieldTree[] | undefined {
    if (problem.code === 'password-refused') {
      return [{ kind: 'server', message: problem.detail, fieldTree: this.form.password }];
    }
    if (problem.code === 'link-invalid') this.over.emit();
    else this.problem.set(problem);
    return undefined;
  }
}

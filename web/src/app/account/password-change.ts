import { Component, inject, signal } from '@angular/core';
import { FormRoot, form, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import { OwnAccount } from '../api/own-account';
import { problemOf, type Problem } from '../api/problem';
import { faultless } from '../design/faultless';
import { PasswordField } from '../design/password-field';
import { ProblemNote } from '../design/problem-note';

/** Another password, by whoever knows the one so far. */
@Component({
  selector: 'app-password-change',
  imports: [FormRoot, MatButton, PasswordField, ProblemNote, RouterLink],
  template: `
    <section class="panel">
      <h2 i18n>Change the password</h2>
      <p class="muted" i18n>Every other session ends then; this one goes on.</p>
      <form [formRoot]="form">
        <app-password-field
          [field]="form.currentPassword"
          label="Password so far"
          i18n-label
          autocomplete="current-password"
        />
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
          <button matButton="filled" type="submit" [disabled]="form().submitting()" i18n>Change the password</button>
          <a routerLink="/forgot" i18n>Forgotten it?</a>
        </div>
      </form>
    </section>
  `,
  styleUrl: './account-section.scss',
})
export class PasswordChange {
  readonly #own = inject(OwnAccount);
  readonly #snackBar = inject(MatSnackBar);

  readonly #draft = signal({ currentPassword: '', password: '' });
  protected readonly form = form(
    this.#draft,
    (path) => {
      faultless(path.currentPassword, (text) => (text === '' ? $localize`Type the password so far.` : undefined));
      faultless(path.password, (text) => (text === '' ? $localize`Choose a password.` : undefined));
    },
    { submission: { action: () => this.#submit() } },
  );
  protected readonly problem = signal<Problem | undefined>(undefined);

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    this.problem.set(undefined);
    try {
      await this.#own.changePassword(this.#draft());
      this.form().reset({ currentPassword: '', password: '' });
      this.#snackBar.open($localize`Your password is changed, and every other session has ended.`, $localize`Close`);
      return undefined;
    } catch (error) {
      return this.#show(problemOf(error));
    }
  }

  #show(problem: Problem): ValidationError.WithOptionalFieldTree[] | undefined {
    const message = problem.detail;
    switch (problem.code) {
      case 'wrong-password':
        return [{ kind: 'server', message, fieldTree: this.form.currentPassword }];
      case 'password-refused':
        return [{ kind: 'server', message, fieldTree: this.form.password }];
      default:
        this.problem.set(problem);
        return undefined;
    }
  }
}

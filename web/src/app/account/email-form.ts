import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormField, FormRoot, form, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { newCommandId } from '../api/commands';
import { OwnAccount } from '../api/own-account';
import { problemOf, type Problem } from '../api/problem';
import { faultless } from '../design/faultless';
import { ProblemNote } from '../design/problem-note';
import { Session } from '../session/session';
import { emailFault } from '../sign-up/sign-up-rules';

/** The address of the account, the one that is to follow it, and asking for another. */
@Component({
  selector: 'app-email-form',
  imports: [FormField, FormRoot, MatButton, MatError, MatFormField, MatIcon, MatInput, MatLabel, ProblemNote],
  template: `
    <h2 i18n>E-mail address</h2>
    <p data-testid="email">{{ session.me()?.email }}</p>
    @if (session.me()?.pendingEmail; as pending) {
      <div class="note" role="status">
        <mat-icon svgIcon="mail" aria-hidden="true" />
        <p i18n>
          A link was sent to <strong>{{ pending }}</strong>. Once it is opened, the account uses that address. It works
          for an hour; until then nothing changes.
        </p>
      </div>
    }
    <form [formRoot]="form">
      <mat-form-field>
        <mat-label i18n>New address</mat-label>
        <input
          matInput
          type="email"
          inputmode="email"
          autocomplete="email"
          spellcheck="false"
          [formField]="form.email"
        />
        @for (error of form.email().errors(); track error.kind) {
          <mat-error>{{ error.message }}</mat-error>
        }
      </mat-form-field>
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem" />
      }
      <div class="acts">
        <button matButton="filled" type="submit" [disabled]="form().submitting()">{{ verb() }}</button>
      </div>
    </form>
  `,
  host: { class: 'panel' },
  styleUrl: './account-section.scss',
})
export class EmailForm {
  readonly #own = inject(OwnAccount);
  protected readonly session = inject(Session);

  readonly #draft = signal({ email: '' });
  /** The same words sent twice are one intention. */
  readonly #commandId = linkedSignal({ source: this.#draft, computation: newCommandId });

  protected readonly form = form(this.#draft, (path) => faultless(path.email, emailFault), {
    submission: { action: () => this.#submit() },
  });
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly verb = computed(() =>
    this.session.me()?.pendingEmail === this.#draft().email.trim()
      ? $localize`Send another link`
      : $localize`Send a link to it`,
  );

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    this.problem.set(undefined);
    const email = this.#draft().email.trim();
    try {
      await this.#own.change({ email }, this.#commandId());
      this.form().reset({ email: '' });
      this.session.reloadMe();
      return undefined;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code.startsWith('email')) {
        return [{ kind: 'server', message: problem.detail, fieldTree: this.form.email }];
      }
      this.problem.set(problem);
      return undefined;
    }
  }
}

import { Component, computed, inject, input, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Commands, newCommandId } from '../api/commands';
import type { Account } from '../api/contract';
import { problemOf, type Problem } from '../api/problem';
import { ActBar, ActButton } from '../design/act-bar';
import { ProblemNote } from '../design/problem-note';
import { disableDialog } from './disable-dialog';

/** What this person can do with the account now; what they can see but not do says why. */
@Component({
  selector: 'app-account-acts',
  imports: [ActBar, ActButton, ProblemNote],
  templateUrl: './account-acts.html',
  styles: `
    :host:not(:has(app-act-button, app-problem-note)) {
      display: none;
    }
    app-problem-note {
      margin-top: 8px;
    }
  `,
})
export class AccountActs {
  readonly #commands = inject(Commands);
  readonly #dialog = inject(MatDialog);
  readonly #snackBar = inject(MatSnackBar);

  readonly account = input.required<Account>();

  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly active = computed(() => this.account().state === 'active');
  protected readonly waiting = computed(() => this.account().state === 'waiting');

  protected disable(): void {
    disableDialog(this.#dialog, this.#commands, this.account());
  }

  protected enable(): Promise<void> {
    const { id, username } = this.account();
    return this.#act(
      () => this.#commands.enableAccount(id, newCommandId()),
      () => $localize`${username}:username: can sign in again; stopped instances start.`,
    );
  }

  protected resend(): Promise<void> {
    const { id } = this.account();
    return this.#act(
      () => this.#commands.resendVerification(id, newCommandId()),
      ({ message }) => message,
    );
  }

  async #act<T>(run: () => Promise<T>, said: (answer: T) => string): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      this.#snackBar.open(said(await run()), $localize`Close`);
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busy.set(false);
    }
  }
}

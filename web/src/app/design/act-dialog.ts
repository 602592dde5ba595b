import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormField, FormRoot, form } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogConfig,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
  type MatDialog,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { newCommandId } from '../api/commands';
import { problemOf, type Problem } from '../api/problem';
import { atMost } from './at-most';
import { faultless } from './faultless';
import { ProblemNote } from './problem-note';

/** An act that deserves a second thought. */
export type ActDialogData = Readonly<{
  /** The verb and the name: `Withdraw the request for web?` */
  heading: string;
  sentence?: string;
  /** What is gone afterwards, one line each. */
  lost?: readonly string[];
  /** What stays. */
  kept?: readonly string[];
  /** Asks which way to do it; the first is the usual one. What is lost and stays with each is shown with the rest. */
  choice?: Readonly<{ label: string; options: readonly ActOption[] }>;
  /** Asks for a word to be typed, so that nobody does it by a slip of the hand. */
  confirmation?: Readonly<{ label: string; word: string }>;
  /** Asks for a reason, which is then required. */
  reason?: Readonly<{ label: string; maxLength: number }>;
  /** On the button: never `OK`. */
  verb: string;
  danger: boolean;
  /** Rejects with what `problemOf` reads; the dialog stays open and shows it. */
  run: (reason: string, commandId: string, choice: string) => Promise<unknown>;
}>;

/** One way to do it. */
type ActOption = Readonly<{ value: string; label: string; lost?: readonly string[]; kept?: readonly string[] }>;

@Component({
  selector: 'app-act-dialog',
  imports: [
    FormField,
    FormRoot,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatRadioButton,
    MatRadioGroup,
    ProblemNote,
  ],
  templateUrl: './act-dialog.html',
  styleUrl: './act-dialog.scss',
})
class ActDialog {
  readonly #dialog = inject<MatDialogRef<ActDialog, true>>(MatDialogRef);
  protected readonly data = inject<ActDialogData>(MAT_DIALOG_DATA);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly longest = this.data.reason?.maxLength ?? 0;

  readonly #model = signal({ reason: '', confirmation: '', choice: this.data.choice?.options[0]?.value ?? '' });
  /** The same words sent twice are one intention, and have one effect. */
  readonly #commandId = linkedSignal({ source: this.#model, computation: newCommandId });

  protected readonly form = form(
    this.#model,
    (path) => {
      const { reason, confirmation } = this.data;
      if (reason !== undefined) {
        faultless(path.reason, (text) => (text.trim() === '' ? $localize`Say why, in a sentence.` : undefined));
        atMost(path.reason, this.longest);
      }
      if (confirmation !== undefined) {
        faultless(path.confirmation, (text) =>
          text === confirmation.word ? undefined : $localize`Type ${confirmation.word}:word: to confirm.`,
        );
      }
    },
    { submission: { action: () => this.#run() } },
  );
  readonly #option = computed(() => this.data.choice?.options.find(({ value }) => value === this.#model().choice));
  protected readonly lost = computed(() => [...(this.data.lost ?? []), ...(this.#option()?.lost ?? [])]);
  protected readonly kept = computed(() => [...(this.data.kept ?? []), ...(this.#option()?.kept ?? [])]);
  protected readonly length = computed(() => this.#model().reason.length);

  async #run(): Promise<void> {
    this.problem.set(undefined);
    try {
      const { reason, choice } = this.#model();
      await this.data.run(reason.trim(), this.#commandId(), choice);
      this.#dialog.close(true);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}

/** Opens the dialog; the focus goes back to where it was when it closes. */
export const openActDialog = (dialog: MatDialog, data: ActDialogData): void => {
  const config = Object.assign(new MatDialogConfig<ActDialogData>(), {
    data,
    width: '520px',
    maxWidth: 'calc(100vw - 32px)',
    // What is lost is read before the button is met.
    autoFocus: data.reason === undefined ? 'dialog' : 'textarea',
  });
  dialog.open<ActDialog, ActDialogData, true>(ActDialog, config);
};

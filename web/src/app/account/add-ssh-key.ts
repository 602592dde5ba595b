import {
  Component,
  effect,
  inject,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { FormField, FormRoot, form, type ValidationError } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { newCommandId } from '../api/commands';
import type { ChangeOutcome } from '../api/contract';
import { OwnAccount } from '../api/own-account';
import { problemOf, type Problem } from '../api/problem';
import { faultless } from '../design/faultless';
import { ProblemNote } from '../design/problem-note';
import { ChangeNote } from './change-note';
import { isPrivateKey } from './private-key';

/** Longer than any public key. */
const longestFile = 16_384;

/** Takes a public key, by paste or from its file. A private one is turned away in the browser: it is sent and kept nowhere. */
@Component({
  selector: 'app-add-ssh-key',
  imports: [
    ChangeNote,
    FormField,
    FormRoot,
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatIcon,
    MatInput,
    MatLabel,
    ProblemNote,
  ],
  templateUrl: './add-ssh-key.html',
  host: { class: 'panel' },
  styleUrl: './account-section.scss',
})
export class AddSshKey {
  readonly #own = inject(OwnAccount);

  readonly added = output();

  readonly #draft = signal({ key: '' });
  /** The same words sent twice are one intention. */
  readonly #commandId = linkedSignal({ source: this.#draft, computation: newCommandId });
  protected readonly form = form(
    this.#draft,
    (path) =>
      faultless(path.key, (key) => (key.trim() === '' ? $localize`Paste a key, or choose its file.` : undefined)),
    { submission: { action: () => this.#submit() } },
  );
  protected readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  /** A private key was here, and is gone. */
  protected readonly wasPrivate = signal(false);
  protected readonly tooLarge = signal(false);
  protected readonly outcome = signal<ChangeOutcome['outcome'] | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    // Typed or dropped: whichever way it came into the field, it does not stay there.
    effect(() => {
      const { key } = this.#draft();
      untracked(() => this.#unlessPrivate(key));
    });
  }

  protected paste(event: ClipboardEvent): void {
    // Before it is in the field, so that undoing brings nothing back.
    if (!this.#unlessPrivate(event.clipboardData?.getData('text') ?? '')) event.preventDefault();
  }

  protected async read(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file === undefined) return;
    this.#forgetNotes();
    this.tooLarge.set(file.size > longestFile);
    const text = this.tooLarge() ? '' : await file.text();
    // The same file can be chosen again after it was changed.
    input.value = '';
    if (text !== '' && this.#unlessPrivate(text)) this.#draft.set({ key: text.trim() });
  }

  /** Whether the text may stay; a private key empties the field. */
  #unlessPrivate(text: string): boolean {
    if (!isPrivateKey(text)) {
      if (text !== '') this.wasPrivate.set(false);
      return true;
    }
    this.#forgetNotes();
    this.#draft.set({ key: '' });
    // The form has not heard yet that anything was there, so it would leave it on the screen.
    this.field().nativeElement.value = '';
    this.wasPrivate.set(true);
    return false;
  }

  #forgetNotes(): void {
    this.wasPrivate.set(false);
    this.tooLarge.set(false);
    this.outcome.set(undefined);
    this.problem.set(undefined);
  }

  async #submit(): Promise<ValidationError.WithOptionalFieldTree[] | undefined> {
    this.#forgetNotes();
    try {
      const { outcome } = await this.#own.addSshKey(this.#draft().key.trim(), this.#commandId());
      this.form().reset({ key: '' });
      this.outcome.set(outcome);
      this.added.emit();
      return undefined;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'ssh-key-private') this.#draft.set({ key: '' });
      if (problem.code.startsWith('ssh-key')) {
        return [{ kind: 'server', message: problem.detail, fieldTree: this.form.key }];
      }
      this.problem.set(problem);
      return undefined;
    }
  }
}

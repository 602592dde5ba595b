import { Clipboard } from '@angular/cdk/clipboard';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, DestroyRef, computed, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';

const shownForMs = 2000;

/** Copies a text; says so by a tick, in the tooltip and to screen readers. */
@Component({
  selector: 'app-copy-button',
  imports: [MatIconButton, MatIcon, MatTooltip],
  template: `<button matIconButton type="button" [attr.aria-label]="label()" [matTooltip]="tip()" (click)="copy()">
    <mat-icon [svgIcon]="copied() ? 'check' : 'content_copy'" />
  </button>`,
})
export class CopyButton {
  readonly #clipboard = inject(Clipboard);
  readonly #announcer = inject(LiveAnnouncer);
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly text = input.required<string>();
  /** What is copied, for people who do not see it: `Copy the address`. */
  readonly label = input.required<string>();

  protected readonly copied = signal(false);
  protected readonly tip = computed(() => (this.copied() ? $localize`Copied` : this.label()));

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected copy(): void {
    if (!this.#clipboard.copy(this.text())) {
      void this.#announcer.announce($localize`Copying did not work`, 'assertive');
      return;
    }
    this.copied.set(true);
    void this.#announcer.announce($localize`Copied`);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.copied.set(false), shownForMs);
  }
}

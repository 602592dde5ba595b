import { Component, computed, input, signal } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatIconButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';

/** A password, typed once: whoever wants to be sure looks at it. */
@Component({
  selector: 'app-password-field',
  imports: [FormField, MatError, MatFormField, MatHint, MatIcon, MatIconButton, MatInput, MatLabel, MatSuffix],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        autocapitalize="none"
        spellcheck="false"
        [type]="shown() ? 'text' : 'password'"
        [autocomplete]="autocomplete()"
        [formField]="field()"
      />
      <button
        matIconButton
        matSuffix
        type="button"
        [attr.aria-label]="tip()"
        [attr.aria-pressed]="shown()"
        (click)="shown.set(!shown())"
      >
        <mat-icon [svgIcon]="shown() ? 'visibility_off' : 'visibility'" />
      </button>
      @if (hint(); as text) {
        <mat-hint>{{ text }}</mat-hint>
      }
      @for (error of field()().errors(); track error.kind) {
        <mat-error>{{ error.message }}</mat-error>
      }
    </mat-form-field>
  `,
  styles: `
    :host,
    mat-form-field {
      display: block;
    }
  `,
})
export class PasswordField {
  readonly field = input.required<FieldTree<string>>();
  readonly label = input.required<string>();
  /** What password managers are told. */
  readonly autocomplete = input.required<'current-password' | 'new-password'>();
  readonly hint = input<string>();

  protected readonly shown = signal(false);
  // The name stays while the state is in `aria-pressed`; which password it is tells two of them apart.
  protected readonly tip = computed(() => $localize`Show what is typed: ${this.label()}:label:`);
}

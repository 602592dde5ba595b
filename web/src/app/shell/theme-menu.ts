import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import type { IconName } from '../design/icons';
import { Theme, type ThemeChoice } from './theme';

const choices: readonly Readonly<{ choice: ThemeChoice; label: string; icon: IconName }>[] = [
  { choice: 'system', label: $localize`As the system`, icon: 'contrast' },
  { choice: 'light', label: $localize`Light`, icon: 'light_mode' },
  { choice: 'dark', label: $localize`Dark`, icon: 'dark_mode' },
];

@Component({
  selector: 'app-theme-menu',
  imports: [MatIcon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matIconButton type="button" [matMenuTriggerFor]="menu" [attr.aria-label]="label()">
      <mat-icon [svgIcon]="current().icon" />
    </button>
    <mat-menu #menu="matMenu" aria-label="Colours" i18n-aria-label>
      @for (option of choices; track option.choice) {
        <button
          mat-menu-item
          role="menuitemradio"
          [attr.aria-checked]="option.choice === theme.choice()"
          (click)="theme.choose(option.choice)"
        >
          <mat-icon [svgIcon]="option.choice === theme.choice() ? 'check' : option.icon" />
          {{ option.label }}
        </button>
      }
    </mat-menu>
  `,
})
export class ThemeMenu {
  protected readonly theme = inject(Theme);
  protected readonly choices = choices;
  protected readonly current = computed(
    () => choices.find(({ choice }) => choice === this.theme.choice()) ?? { label: '', icon: 'contrast' as const },
  );
  // Not `i18n-aria-label`: with an interpolation it sets a property that no browser knows.
  protected readonly label = computed(() => $localize`Colours: ${this.current().label}:choice:`);
}

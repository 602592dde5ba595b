import type { ElementRef } from '@angular/core';
import { Component, afterNextRender, input, viewChild } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { IconName } from './icons';

/** A page that says one thing, and what to do next. It takes the place of a form, so its heading takes the focus. */
@Component({
  selector: 'app-message-page',
  imports: [MatIcon],
  template: `
    <mat-icon [svgIcon]="icon()" aria-hidden="true" />
    <h1 #title tabindex="-1">{{ heading() }}</h1>
    <ng-content />
    <div class="acts"><ng-content select="[act]" /></div>
  `,
  host: { class: 'panel' },
  styles: `
    :host {
      display: grid;
      gap: 12px;
      box-sizing: border-box;
      width: 100%;
      max-width: 560px;
      margin-inline: auto;
      overflow-wrap: anywhere;
    }
    mat-icon {
      width: 40px;
      height: 40px;
      color: var(--mat-sys-primary);
    }
    h1 {
      font: var(--mat-sys-headline-small);
      font-weight: 600;
      text-wrap: balance;
    }
    .acts {
      display: flex;
      gap: 8px;
      flex-wrap: wrap;
      margin-top: 8px;
    }
    .acts:empty {
      display: none;
    }
  `,
})
export class MessagePage {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();

  protected readonly title = viewChild.required<ElementRef<HTMLElement>>('title');

  constructor() {
    afterNextRender(() => this.title().nativeElement.focus({ preventScroll: true }));
  }
}

import { Component, input, signal } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatIcon } from '@angular/material/icon';
import type { Template } from '../api/contract';
import { formatResources } from '../design/resources';
import { kindLooks } from '../instances/instance-kind';

/** The templates as cards that are radio buttons: arrow keys move between them, as in any group. */
@Component({
  selector: 'app-template-choice',
  imports: [FormField, MatIcon],
  template: `
    <fieldset>
      <legend i18n>Template</legend>
      <div class="cards">
        @for (template of templates(); track template.id) {
          <label class="card">
            <input type="radio" [value]="template.id" [formField]="field()" />
            <span class="head">
              @if (template.logoUrl !== null && !broken().has(template.logoUrl)) {
                <img [src]="template.logoUrl" alt="" width="32" height="32" (error)="markBroken(template.logoUrl)" />
              } @else {
                <mat-icon [svgIcon]="kindLooks[template.kind].icon" aria-hidden="true" />
              }
              <span class="titles">
                <span class="title">{{ template.title }}</span>
                <span class="muted">{{ template.subtitle }}</span>
              </span>
              <mat-icon class="tick" svgIcon="check_circle" aria-hidden="true" />
            </span>
            <span class="muted kind">{{ kindLooks[template.kind].label }} · {{ resources(template) }}</span>
          </label>
        }
      </div>
    </fieldset>
  `,
  styleUrl: './template-choice.scss',
})
export class TemplateChoice {
  readonly templates = input.required<readonly Template[]>();
  readonly field = input.required<FieldTree<string>>();

  protected readonly kindLooks = kindLooks;
  /** Logos that could not be loaded; the icon of the kind stands in for them. */
  protected readonly broken = signal<ReadonlySet<string>>(new Set());

  protected markBroken(logoUrl: string): void {
    this.broken.update((broken) => new Set([...broken, logoUrl]));
  }

  protected resources(template: Template): string {
    return formatResources(template.resources);
  }
}

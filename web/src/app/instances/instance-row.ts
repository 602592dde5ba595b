import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { InstanceSummary } from '../api/contract';
import { Ago } from '../design/ago';
import { StateChip } from '../design/state-chip';
import { kindLooks } from './instance-kind';
import { instanceLook } from './instance-state';

/** One instance in a list: a row where there is room, a card on a phone. The whole of it leads to the instance. */
@Component({
  selector: 'app-instance-row',
  imports: [Ago, MatIcon, RouterLink, StateChip],
  template: `
    <mat-icon class="kind" [svgIcon]="kind().icon" [attr.aria-label]="kind().label" aria-hidden="false" />
    <div class="name">
      <a [routerLink]="['/instances', instance().id]">{{ instance().hostname }}</a>
      <span class="muted under">
        @if (withOwner()) {
          {{ instance().owner.username }} ·
        }
        {{ instance().domains[0] ?? instance().templateId }}
      </span>
    </div>
    <span class="address mono muted">{{ instance().address }}</span>
    <span class="changed muted"><app-ago [at]="instance().changedAt" /></span>
    <span class="state">
      <app-state-chip [look]="look()" />
      @if (instance().progress; as progress) {
        <span class="muted progress" i18n>{{ progress.done }} of {{ progress.total }}</span>
      }
    </span>
  `,
  styleUrl: './instance-row.scss',
})
export class InstanceRow {
  readonly instance = input.required<InstanceSummary>();
  readonly withOwner = input(false);

  protected readonly look = computed(() => instanceLook(this.instance().state));
  protected readonly kind = computed(() => kindLooks[this.instance().kind]);
}
